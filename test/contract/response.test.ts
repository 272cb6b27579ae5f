import { beforeAll, describe, expect, test } from 'vitest';
import { type CallOptions, call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, type Sample, samplePath } from './sample.ts';
import { sampleCellToken } from './sample-cell.ts';

/** Values of the parameters that some route requires; a route that requires another one adds it here. */
const SAMPLES: Readonly<Record<string, string | ((tenant: TestTenant) => string)>> = {
  date_from: '2026-03-01',
  date_to: '2026-03-08',
  dateFrom: '2026-03-01',
  dateTo: '2026-03-08',
  start_date: '2026-03-01',
  end_date: '2026-03-08',
  phone: '5678',
  of: sampleCellToken,
};

/** A token is signed: one that was not given out is refused, whatever it names. */
const REFUSED_IDS: Readonly<Record<string, number>> = { filesGet: 403 };

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

/** The path with what the operation requires, and what selects it where operations share the path. */
function readUrl(sample: Sample): string {
  const { id, query } = sample.operation;
  const required = Object.entries(query?.shape ?? {}).filter(
    ([, schema]) => !schema.safeParse(undefined).success,
  );
  const names = new Set([...required.map(([name]) => name), ...(sample.selector ? [sample.selector] : [])]);
  const search = new URLSearchParams();
  for (const name of names) {
    const value = SAMPLES[name];
    if (value === undefined) throw new Error(`${id} needs ${name}, which has no sample value here.`);
    search.set(name, typeof value === 'string' ? value : value(tenant));
  }
  return `${samplePath(sample, tenant)}?${search}`;
}

const READS = ALL.filter(({ operation }) => operation.method === 'GET');

describe.each(READS)('$title', (sample) => {
  const { operation } = sample;

  /** Of a tenant without records: an id of nothing is a 404, all else its schema's. */
  async function expectDeclared(options: CallOptions): Promise<void> {
    const response = await call(readUrl(sample), options);
    const status = operation.status ?? 200;
    if (response.ok && operation.produces) {
      expect([response.status, operation.produces]).toEqual([
        status,
        expect.arrayContaining([response.headers.get('Content-Type')?.split(';')[0]]),
      ]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
      return;
    }
    if (status >= 300 && response.status === status) {
      expect(response.headers.get('Location')).not.toBeNull();
      return;
    }
    const body: unknown = await response.json();
    if (samplePath(sample, tenant).includes('no-such-id')) {
      const refused = REFUSED_IDS[operation.id] ?? 404;
      expect([response.status, body]).toEqual([refused, expect.objectContaining({ status: refused })]);
      return;
    }
    expect([response.status, body]).toEqual([status, expect.anything()]);
    expect(operation.response.safeParse(body).error?.issues).toBeUndefined();
  }

  test('answers a session what it declares', async () => {
    await expectDeclared(await admitted(sample, tenant));
  });

  test.runIf(operation.permission?.scope)('answers a key what it declares', async () => {
    const { key } = await tenant.key();
    await expectDeclared({ bearer: key });
  });
});
