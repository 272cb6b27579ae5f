import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { refreshDueTenants } from '../../../src/maintenance/cron.ts';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { QueriesOracle } from '../../oracle/queries.ts';
import { DECLARED, RandomAttributed } from '../../oracle/random-attributed.ts';
import { seeds } from '../../oracle/seeds.ts';
import { call } from '../../support/client.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { readsClient } from '../../support/reads-client.ts';
import type { Answered } from '../query/client.ts';
import { compared } from '../query/compared.ts';

/** How often a plan answered, over all histories. */
const plans = { rollups: 0, facts: 0, mixed: 0 };

const ATTRIBUTED: Histories<RandomAttributed, QueriesOracle> = {
  randomIn: (random, span) => new RandomAttributed(random, span),
  request: (random) => random.queryRequest(ZONES),
  async clientOf(settings) {
    const client = await readsClient({ pathOf: () => '/api/v1/query', credential: 'supervisor' }, settings);
    await putCalendars(client.tenant);
    const bearer = await client.tenant.token('tenant_admin');
    const body = { attributes: DECLARED };
    const response = await call('/api/v1/attributes', { method: 'PUT', bearer, body });
    expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
    await refreshDueTenants(env);
    return client;
  },
  oracleOf: ({ timeZone }) => new QueriesOracle(timeZone),
  compare(answer, expected, what) {
    plans[(answer as { cost: { plan: keyof typeof plans } }).cost.plan] += 1;
    const asked = /\{"q":"([^"]+)"/.exec(what)?.[1] ?? '';
    const query = Buffer.from(asked, 'base64url').toString();
    expect(compared(answer as Answered, expected as Answered), `${what} ${query}`).toEqual(expected);
  },
};

test.each(seeds())('history %i: answers by attributes are what the definitions say', async (seed) => {
  await playHistory(seed, ATTRIBUTED);
  expect(plans.rollups).toBeGreaterThan(0);
  expect(plans.facts + plans.mixed).toBeGreaterThan(0);
});
