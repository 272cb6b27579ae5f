import { beforeAll, describe, expect, test } from 'vitest';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, sampleUrl } from './sample.ts';

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

describe.each(ALL)('$title', (sample) => {
  const accepted = Object.keys(sample.operation.query?.shape ?? {});

  async function errorsOf(query: string) {
    const response = await call(sampleUrl(sample, tenant, query), await admitted(sample, tenant));
    const { status, errors } = await problemIn(response);
    return [status, errors];
  }

  test('refuses an unknown parameter and tells the accepted ones', async () => {
    const known = accepted.length > 0 ? `accepted: ${accepted.join(', ')}.` : 'none is accepted here.';
    const error = { path: 'no_such_parameter', message: `Unknown parameter; ${known}` };
    expect(await errorsOf('no_such_parameter=1')).toEqual([400, [error]]);
  });

  test.runIf(accepted.length > 0)('refuses a repeated parameter', async () => {
    const answers = await Promise.all(accepted.map((path) => errorsOf(`${path}=1&${path}=1`)));
    expect(answers).toEqual(accepted.map((path) => [400, [{ path, message: 'Repeated; give it once.' }]]));
  });

  test.runIf(accepted.length > 0)('refuses an empty parameter', async () => {
    const answers = await Promise.all(accepted.map((path) => errorsOf(`${path}=`)));
    const message = 'Empty; give it a value or leave it out.';
    expect(answers).toEqual(accepted.map((path) => [400, [{ path, message }]]));
  });
});
