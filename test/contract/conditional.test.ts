import { beforeAll, describe, expect, test } from 'vitest';
import { schemaObject } from '../../src/http/openapi/schemas.ts';
import { type CallOptions, call, costOf } from '../support/client.ts';
import { aCall, aChat, aRating } from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, readUrl, type Sample } from './sample.ts';

/** Queries take what they are asked as JSON; test/api/query/links.test.ts asks them. */
const QUERIES = ['query', 'queryGet'];
const CONDITIONAL = ALL.filter(({ operation }) => operation.conditional && !QUERIES.includes(operation.id));

let [tenant, other]: TestTenant[] = [];
let calls = 0;

beforeAll(async () => {
  [tenant, other] = await Promise.all([freshTenant(), freshTenant()]);
  await Promise.all([tenant, other].map(change));
});

async function change(it: TestTenant): Promise<void> {
  calls += 1;
  const { key } = await it.key({ scopes: ['ingest:write'] });
  const records = [
    aCall(`c${calls}`, { started_at: '2026-03-02T10:00:00Z', agent_id: 'ann' }),
    aChat(`v${calls}`, { started_at: '2026-03-03T10:00:00Z', agent_id: 'ann' }),
    aRating(`e${calls}`, `v${calls}`, 4, { responded_at: '2026-03-04T10:00:00Z' }),
  ];
  const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
  expect(await response.json()).toMatchObject({ created: 3 });
}

interface Answer {
  status: number;
  tag: string | null;
  body: string;
  response: Response;
}

async function ask(
  sample: Sample,
  { it = tenant!, tag, query = '', ...more }: CallOptions & { it?: TestTenant; tag?: string; query?: string },
): Promise<Answer> {
  const options = { ...(await admitted(sample, it)), ...more };
  const headers = { ...options.headers, ...(tag !== undefined && { 'If-None-Match': tag }) };
  const response = await call(`${await readUrl(sample, it)}${query}`, { ...options, headers });
  return {
    status: response.status,
    tag: response.headers.get('ETag'),
    body: await response.text(),
    response,
  };
}

/** Without how many milliseconds the answer says that it took. */
function untimed(body: string): string {
  return body.replaceAll(/_ms":\d+/g, '_ms":0');
}

test('every operation that shows measures is conditional', () => {
  const shown = ALL.filter(({ operation: { response, produces } }) => {
    return !produces && JSON.stringify(schemaObject(response, 'output')).includes('"x-measure"');
  });
  const missing = shown
    .filter(({ operation }) => !operation.conditional)
    .map(({ operation }) => operation.id);
  expect(missing).toEqual([]);
  expect(CONDITIONAL.length).toBeGreaterThanOrEqual(24);
});

describe.each(CONDITIONAL)('$title', (sample) => {
  test('tells a tag, and that nothing has changed for at most three rows', async () => {
    const { key } = await tenant!.key();
    const asked: CallOptions = sample.operation.permission?.scope ? { bearer: key } : {};
    const first = await ask(sample, asked);
    expect([first.status, first.tag]).toEqual([
      200,
      expect.stringMatching(/^W\/"[0-9a-z]+\.[0-9a-z]+\.[\w-]{22}"$/),
    ]);
    const tag = first.tag!;
    for (const sent of [tag, `"another", ${tag}`, tag.replace('W/', '')]) {
      const again = await ask(sample, { ...asked, tag: sent });
      expect([again.status, again.tag, again.body]).toEqual([304, tag, '']);
      expect(again.response.headers.get('Cache-Control')).toBe('private, no-cache');
      expect(again.response.headers.get('Content-Type')).toBeNull();
      expect(costOf(again.response).read).toBeLessThanOrEqual(3);
      expect(costOf(again.response).written).toBe(0);
    }
    const head = await ask(sample, { ...asked, method: 'HEAD', tag });
    expect([head.status, head.tag]).toEqual([304, tag]);
    const unasked = await ask(sample, { ...asked, method: 'HEAD' });
    expect([unasked.status, unasked.tag, unasked.body]).toEqual([200, tag, '']);
  });

  test('a session alike, whose role decides with', async () => {
    const { tag } = await ask(sample, {});
    const again = await ask(sample, { tag: tag! });
    expect([again.status, again.tag]).toEqual([304, tag]);
    expect(costOf(again.response).read).toBeLessThanOrEqual(3);
    const roles = sample.operation.permission?.roles ?? [];
    const bearer = await tenant!.token(roles.at(-1)!);
    expect((await ask(sample, { tag: tag!, bearer })).status).toBe(200);
  });

  test('answers anew to another tenant, another query, and after a change', async () => {
    const { tag, body } = await ask(sample, {});
    expect((await ask(sample, { it: other!, tag: tag! })).status).toBe(200);
    const elsewhere = await ask(sample, { tag: tag!, query: '&tz=Asia/Tokyo' });
    expect(elsewhere.status).toBe(200);
    expect(elsewhere.tag).not.toBe(tag);
    expect(untimed((await ask(sample, { tag: 'W/"x", nonsense, "' })).body)).toBe(untimed(body));
    await change(tenant!);
    const after = await ask(sample, { tag: tag! });
    expect(after.status).toBe(200);
    expect(after.tag).not.toBe(tag);
  });

  test('a refusal has no tag, whatever was sent', async () => {
    const { tag } = await ask(sample, {});
    const refused = await ask(sample, { tag: tag!, query: '&no_such_parameter=1' });
    expect([refused.status, refused.tag]).toEqual([400, null]);
    expect((await ask(sample, { tag: tag!, bearer: 'nobody' })).status).toBe(401);
  });
});
