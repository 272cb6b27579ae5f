import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Details } from '../components/details.tsx';
import { Form, numberOf, textOf } from '../components/form.tsx';
import { Input, Select } from '../components/form-fields.tsx';
import { ListTable } from '../components/list-table.tsx';
import { showInstant } from '../format/time.ts';
import { NOTHING, showValue } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SETTINGS } from '../messages/settings.ts';
import { useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';

interface Tenant {
  slug: string;
  name: string;
  time_zone: string;
  country_code: string | null;
  country: string | null;
  retention_days: number;
  public_evaluations: boolean;
  created_at: string;
}

interface Usage {
  quotas: Readonly<Record<string, { limit: number; used: number | null }>>;
}

const ZONES = Intl.supportedValuesOf('timeZone');

/** Name, time zone, phone numbers and retention of the tenant, and what it has used of its quotas. */
export function TenantSettings() {
  const { tenant } = useSession();
  const loaded = useAnswer<Tenant>(`/api/v1/tenants/${encodeURIComponent(tenant)}`);
  const texts = useTexts(SETTINGS);
  return (
    <>
      <Loaded of={loaded}>
        {(answer) => (
          <Card title={texts.tenant}>
            <TenantForm tenant={answer} />
          </Card>
        )}
      </Loaded>
      <UsageCard />
    </>
  );
}

function TenantForm({ tenant }: { tenant: Tenant }) {
  const session = useSession();
  const texts = useTexts(SETTINGS);
  const locale = useLocale();
  const save = async (values: FormData) => {
    const wanted = {
      name: textOf(values, 'name'),
      time_zone: textOf(values, 'time_zone'),
      country_code: textOf(values, 'country_code') ?? null,
      country: textOf(values, 'country') ?? null,
      retention_days: numberOf(values, 'retention_days'),
      public_evaluations: values.get('public_evaluations') === 'true',
    };
    const changed = Object.entries(wanted).filter(([name, value]) => tenant[name as keyof Tenant] !== value);
    const body = Object.fromEntries(changed);
    if (changed.length === 0) return;
    await ask(`/api/v1/tenants/${encodeURIComponent(tenant.slug)}`, {
      method: 'PATCH',
      body,
      tenant: session.tenant,
    });
  };
  return (
    <>
      <Details
        of={[
          [texts.slug, tenant.slug],
          [texts.since, showInstant(tenant.created_at, tenant.time_zone, locale)],
        ]}
      />
      <Form send={save} submit={texts.save}>
        <div class="form-grid">
          <Input name="name" label={texts.name} value={tenant.name} required />
          <Input
            name="time_zone"
            label={texts.zone}
            hint={texts.zoneHint}
            value={tenant.time_zone}
            proposed={ZONES}
            required
          />
          <Input
            name="country_code"
            label={texts.countryCode}
            hint={texts.countryCodeHint}
            value={tenant.country_code}
          />
          <Input name="country" label={texts.country} hint={texts.countryHint} value={tenant.country} />
          <Input
            name="retention_days"
            label={texts.retention}
            hint={texts.retentionHint}
            type="number"
            min={1}
            value={tenant.retention_days}
            required
          />
          <Select
            name="public_evaluations"
            label={texts.ratings}
            value={String(tenant.public_evaluations)}
            options={[
              ['true', texts.yes],
              ['false', texts.no],
            ]}
          />
        </div>
      </Form>
    </>
  );
}

function UsageCard() {
  const loaded = useAnswer<Usage>('/api/v1/usage');
  const texts = useTexts(SETTINGS);
  const locale = useLocale();
  const count = (value: number | null) => (value === null ? NOTHING : showValue(value, 'count', locale));
  return (
    <Loaded of={loaded}>
      {({ quotas }) => (
        <Card title={texts.usage} note={texts.usageNote}>
          <ListTable
            items={Object.entries(quotas)}
            keyOf={([name]) => name}
            caption={texts.usage}
            columns={[
              { heading: texts.quota, show: ([name]) => texts.quotas[name] ?? name, isText: true },
              { heading: texts.used, show: ([, { used }]) => count(used) },
              { heading: texts.limit, show: ([, { limit }]) => count(limit) },
            ]}
          />
        </Card>
      )}
    </Loaded>
  );
}
