import { expect, test } from 'vitest';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import { readTerm } from '../../../src/search/terms-of-day.ts';
import { SPELLED_NUMBERS, spellingsOf } from '../../support/spelled-numbers.ts';
import { context, NOW, refusals } from './context.ts';

const erasure = (fields: object = {}) => ({ type: 'customer', id: 'crm-7', deleted: true, ...fields });
const idsOf = (id: string, keys = context.keys) => {
  const parsed = parseRecord(erasure({ id }), { ...context, keys });
  return parsed.ok && parsed.record.type === 'customer' ? parsed.record.customerIds : undefined;
};

test('an id is taken as sent, a number or an address as interactions take it', () => {
  expect(idsOf('crm-7')).toEqual(['crm-7']);
  expect(idsOf('+55 11 91234-5678')).toEqual([expect.stringMatching(/^p-[\w-]{22}$/)]);
  expect(idsOf('+55 11 91234-5678')).toEqual(idsOf('+5511912345678'));
  expect(idsOf('Ana@Silva.example')).toEqual(idsOf('ana@silva.example'));
});

test.each(SPELLED_NUMBERS)('$e164 is erased and searched for in every spelling', (number) => {
  const within = { ...context, tenant: { ...context.tenant, countryCode: number.countryCode } };
  const reached = (id: string) => {
    const parsed = parseRecord(erasure({ id }), within);
    if (!parsed.ok || parsed.record.type !== 'customer') return [id, parsed];
    return (parsed.record.orNumber ?? parsed.record).customerIds;
  };
  for (const text of [...spellingsOf(number), `${number.national[0]}${' '.repeat(200)}`]) {
    expect([text, reached(text)]).toEqual([text, reached(number.e164)]);
    expect([text, readTerm(text, within.tenant)]).toEqual([text, { kind: 'whole', number: number.e164 }]);
  }
});

test.each(['', ' ', 'x'.repeat(257), 'a\0b', '\ud800'])('no id of a customer: %j', (id) => {
  expect(refusals(erasure({ id }))).toEqual(['id: Must be text of 1 to 256 characters, not blank.']);
});

test('while the data secret is rotated, what the previous one made of it is erased too', () => {
  const rotated = tenantKeys(
    'newer-secret-of-more-than-32-characters',
    'acme',
    'data-secret-of-more-than-32-characters',
  );
  const [now, before, ...others] = idsOf('+5511912345678', rotated) ?? [];
  expect([before]).toEqual(idsOf('+5511912345678'));
  expect(now).not.toBe(before);
  expect(others).toEqual([]);
  expect(idsOf('crm-7', rotated)).toEqual(['crm-7']);
});

test.each([
  [
    erasure({ deleted: undefined }),
    ['deleted: Must be true: a customer is stored with interactions, and this record only erases.'],
  ],
  [erasure({ name: 'Ana' }), [expect.stringMatching(/^name: Unknown field/)]],
  [erasure({ id: '+123456789012345678' }), [expect.stringMatching(/^id: Must be a phone number/)]],
  [
    erasure({ updated_at: '2099-01-01T00:00:00Z' }),
    [expect.stringMatching(/^updated_at: Must be at most 24 hours after/)],
  ],
  [erasure({ updated_at: new Date(NOW * 1_000).toISOString() }), []],
])('refuses what is no erasure: %j', (raw, errors) => {
  expect(refusals(raw)).toEqual(errors);
});
