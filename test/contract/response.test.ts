import { beforeAll, describe, expect, test } from 'vitest';
import { type CallOptions, call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, readUrl, samplePath } from './sample.ts';

/** A token is signed: one that was not given out is refused, whatever it names. */
const REFUSED_IDS: Readonly<Record<string, number>> = { filesGet: 403 };

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

const READS = ALL.filter(({ operation }) => operation.method === 'GET');

describe.each(READS)('$title', (sample) => {
  const { operation } = sample;

  /** Of a tenant without records: an id of nothing is a 404, all else its schema's. */
  async function expectDeclared(options: CallOptions): Promise<void> {
    const response = await call(await readUrl(sample, tenant), options);
    const status = operation.status ?? 200;
    if (response.ok && operation.produces) {
      expect([response.status, operation.produces]).toEqual([
        status,
        expect.arrayContaining([response.headers.get('Content-Type')?.split(';')[0]]),
      ]);
      // Not all of it: a stream has no end.
      const reader = response.body!.getReader();
      expect((await reader.read()).value?.byteLength).toBeGreaterThan(0);
      await reader.cancel();
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
