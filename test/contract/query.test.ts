import { beforeAll, describe, expect, test } from 'vitest';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, sampleUrl } from './sample.ts';

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

/** The parameters of a callback are chosen by the issuer; it must not matter which (RFC 6749, section 4.1.2). */
const OWN = ALL.filter(({ operation }) => !operation.ignoresUnknownQuery);

describe.each(OWN)('$title', (sample) => {
  const { query: schema } = sample.operation;
  const accepted = Object.keys(schema?.shape ?? {});

  async function errorsOf(query: string) {
    const response = await call(sampleUrl(sample, tenant, query), await admitted(sample, tenant));
    const { status, errors } = await problemIn(response);
    return [status, errors];
  }

  /** What is told beside a wrong name: the parameters that are required and were not sent. */
  function missingBeside(name?: string) {
    const issues =
      schema?.safeParse({ ...(sample.selector && { [sample.selector]: 'x' }) }).error?.issues ?? [];
    return issues
      .filter(({ path }) => path[0] !== name)
      .map(({ path, message }) => ({ path: path.join('.'), message }));
  }

  test('refuses an unknown parameter and tells the accepted ones', async () => {
    const known = accepted.length > 0 ? `accepted: ${accepted.join(', ')}.` : 'none is accepted.';
    const error = { path: 'no_such_parameter', message: `Unknown parameter; ${known}` };
    expect(await errorsOf('no_such_parameter=1')).toEqual([400, [error, ...missingBeside()]]);
  });

  test.runIf(accepted.length > 0)('refuses a repeated parameter', async () => {
    const answers = await Promise.all(accepted.map((path) => errorsOf(`${path}=1&${path}=1`)));
    const message = 'Repeated parameter; send it once.';
    expect(answers).toEqual(accepted.map((path) => [400, [{ path, message }, ...missingBeside(path)]]));
  });

  test.runIf(accepted.length > 0)('refuses an empty parameter', async () => {
    const answers = await Promise.all(accepted.map((path) => errorsOf(`${path}=`)));
    const message = 'Empty parameter; send a value or leave it out.';
    expect(answers).toEqual(accepted.map((path) => [400, [{ path, message }, ...missingBeside(path)]]));
  });
});
