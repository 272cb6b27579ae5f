import { useState } from 'preact/hooks';
import { rememberedExports } from '../api/exports.ts';
import { Card } from '../components/card.tsx';
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

/** Asks for files, and lists those that were asked for in this browser. */
export function ExportsPage() {
  const session = useSession();
  const texts = useTexts(EXPORTS);
  const [, setRound] = useState(0);
  const { role, scopes, tenant } = session;
  const mayExportRecords =
    role === null ? scopes?.includes('analytics:export') : MAY_EXPORT_RECORDS.includes(role);
  const asked = rememberedExports(tenant);
  if (!mayExport(session)) {
    return (
      <Page title={texts.title} controls="none">
        <Nothing title={texts.refused}>{texts.refusedHint}</Nothing>
      </Page>
    );
  }
  return (
    <Page title={texts.title} controls="none">
      <Card title={texts.ask} note={texts.askNote}>
        <ExportForm
          kinds={[...(mayExportRecords ? (['analytics'] as const) : []), 'report', 'reviews']}
          onAsked={() => setRound((count) => count + 1)}
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
