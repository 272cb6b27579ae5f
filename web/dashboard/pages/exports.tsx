import { useState } from 'preact/hooks';
import { rememberExport, rememberedExports } from '../api/exports.ts';
import { ask } from '../api/request.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Nothing } from '../components/states.tsx';
import { ExportForm } from '../exports/export-form.tsx';
import { ExportList } from '../exports/export-list.tsx';
import { EXPORTS } from '../messages/exports.ts';
import { useTexts } from '../messages/language.ts';
import { mayExport, useSession } from '../session.ts';
import { Page } from '../shell/page.tsx';
import '../styles/forms.css';

/** Roles that may export personal records, masked; managers have reports and reviews. */
const MAY_EXPORT_RECORDS = ['tenant_admin', 'super_admin'];

/** Roles that may export all data of the tenant, unmasked. */
const MAY_EXPORT_TENANT = ['tenant_owner', 'super_admin'];

/** Asks for files, and lists those that were asked for in this browser. */
export function ExportsPage() {
  const session = useSession();
  const texts = useTexts(EXPORTS);
  const [, setRound] = useState(0);
  const { role, scopes, tenant } = session;
  const mayExportRecords =
    role === null ? scopes?.includes('analytics:export') : MAY_EXPORT_RECORDS.includes(role);
  const asked = rememberedExports(tenant);
  const again = () => setRound((count) => count + 1);
  const exportTenant = async () => {
    const path = `/api/v1/tenants/${encodeURIComponent(tenant)}/export`;
    const { export_id: id } = await ask<{ export_id: string }>(path, { method: 'POST', body: {}, tenant });
    const askedAt = new Date().toISOString();
    rememberExport(tenant, { kind: 'tenant', id, of: 'all', format: 'ndjson', from: '', to: '', askedAt });
    again();
  };
  if (!mayExport(session)) {
    return (
      <Page title={texts.title} controls="none">
        <Nothing title={texts.refused}>{texts.refusedHint}</Nothing>
      </Page>
    );
  }
  return (
    <Page title={texts.title} controls="none">
      <Card
        title={texts.ask}
        note={texts.askNote}
        actions={
          MAY_EXPORT_TENANT.includes(role ?? '') && (
            <Confirm label={texts.everything} title={texts.everythingTitle} run={exportTenant}>
              <p>{texts.everythingText}</p>
            </Confirm>
          )
        }
      >
        <ExportForm
          kinds={[...(mayExportRecords ? (['analytics'] as const) : []), 'report', 'reviews']}
          onAsked={again}
        />
      </Card>
      {asked.length === 0 ? (
        <Nothing title={texts.nothing}>{texts.nothingHint}</Nothing>
      ) : (
        <Card title={texts.list} note={texts.listNote}>
          <ExportList exports={asked} />
        </Card>
      )}
    </Page>
  );
}
