import { env } from 'cloudflare:workers';
import { readConfig } from '../../../src/env.ts';
import { type Page, plainCell, type Section, type Source } from '../../../src/exports/section.ts';
import { analyticsSource } from '../../../src/exports/sections/analytics.ts';
import type { AnalyticsSpec } from '../../../src/exports/spec.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import type { NewTenant } from '../../../src/tenants/settings.ts';
import { resolvePeriod } from '../../../src/time/period.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';
import { nowSeconds } from '../../support/tenant.ts';

/** What is asked for; by default scope voice without any rows of single interactions, on 10 March 2026. */
export interface Wanted extends Partial<Omit<AnalyticsSpec, 'kind'>> {
  from?: string;
  to?: string;
  tz?: string;
  /** Seconds UTC. */
  now?: number;
}

/** A cell as CSV and JSON show it. */
type PlainCell = ReturnType<typeof plainCell>;

/** A row by column. */
export type Row = Record<string, PlainCell>;

/** A tenant of its own, and the analytics source opened on it. */
export interface AnalyticsClient extends ReadsClient {
  open(wanted?: Wanted): Source;
  /** All rows of each section, by its name. */
  rows(wanted?: Wanted): Promise<Record<string, Row[]>>;
}

export async function analyticsClient(settings: Partial<NewTenant> = {}): Promise<AnalyticsClient> {
  const client = await readsClient({ pathOf: (route) => `/api/${route}`, credential: 'manager' }, settings);
  const { slug, store, settings: tenant } = client.tenant;
  const open: AnalyticsClient['open'] = (wanted = {}) => {
    const { from = '2026-03-10', to = from, tz, now = nowSeconds(), ...spec } = wanted;
    const names = { from: 'start_date', to: 'end_date' };
    const period = resolvePeriod({ from, to, tz, now, names, tenantZone: tenant.timeZone, defaultDays: 0 });
    const keys = tenantKeys(readConfig(env).dataSecret, slug);
    return analyticsSource(
      { store, tenant, keys, now },
      {
        spec: {
          kind: 'analytics',
          scope: 'voice',
          callDetails: false,
          transcripts: false,
          conversations: false,
          ...spec,
        },
        format: 'csv',
        from,
        to,
        period,
      },
    );
  };
  return {
    ...client,
    open,
    async rows(wanted) {
      const all: Record<string, Row[]> = {};
      for (const section of open(wanted).sections) {
        const rows = (await pagesOf(section)).flat();
        all[section.name] = rows.map((cells) =>
          Object.fromEntries(section.columns.map(({ name }, index) => [name, cells[index] ?? null])),
        );
      }
      return all;
    },
  };
}

/** Every page of a section, each asked for with the cursor as it survives JSON. */
export async function pagesOf(section: Section): Promise<PlainCell[][][]> {
  const pages: PlainCell[][][] = [];
  let page = await section.page(null);
  pages.push(plainRows(page));
  while (page.next) {
    page = await section.page(JSON.parse(JSON.stringify(page.next)));
    pages.push(plainRows(page));
  }
  return pages;
}

function plainRows({ rows }: Page): PlainCell[][] {
  return rows.map((cells) => cells.map(plainCell));
}
