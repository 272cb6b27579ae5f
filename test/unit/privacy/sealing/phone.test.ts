import { describe, expect, test } from 'vitest';
import { tenantKeys } from '../../../../src/privacy/sealing/keys.ts';
import { phoneEndingHash, phoneHashes, readPhone } from '../../../../src/privacy/sealing/phone.ts';

describe('readPhone', () => {
  test.each([
    ['+5511987654321', undefined, '+5511987654321'],
    ['+55 (11) 98765-4321', undefined, '+5511987654321'],
    ['005511987654321', undefined, '+5511987654321'],
    ['00 55 11 98765.4321', '44', '+5511987654321'],
    ['11987654321', '55', '+5511987654321'],
    ['011 98765-4321', '55', '+5511987654321'],
    ['(011) 98765/4321', '55', '+5511987654321'],
    ['\u00a011\u00a098765\u00a04321', '55', '+5511987654321'],
    ['+44 (0)20 7946 0958', undefined, '+442079460958'],
    ['0044(0)20 7946 0958', undefined, '+442079460958'],
    ['(+44) (0) 20 7946 0958', '55', '+442079460958'],
    ['+49-(0)-30/123456', undefined, '+4930123456'],
    ['(0)20 7946 0958', '44', '+442079460958'],
    ['+39 (0)6 69812345', undefined, '+390669812345'],
    ['+378 (0)549 882345', undefined, '+3780549882345'],
    ['+55 11 (0) 98765 4321', undefined, '+55110987654321'],
    ['+2904567', undefined, '+2904567'],
    ['+123456789012345', undefined, '+123456789012345'],
  ])('%j with country code %s is %s', (text, countryCode, e164) => {
    expect(readPhone(text, countryCode)).toEqual({ ok: true, e164 });
  });

  test.each([
    ['11987654321', undefined],
    ['0119876', undefined],
    ['+123456', '55'],
    ['+1234567890123456', '55'],
    ['+0511987654321', '55'],
    ['000511987654321', '55'],
    ['++5511987654321', '55'],
    ['+55+11987654321', '55'],
    ['190', '55'],
    ['anonymous', '55'],
    ['11 9876x4321', '55'],
    ['11987654321 ext 12', '55'],
    ['+', '55'],
    ['()', '55'],
    ['٠١١٩٨٧٦٥٤٣', '55'],
  ])('%j with country code %s is refused without being quoted', (text, countryCode) => {
    const reading = readPhone(text, countryCode);
    expect(reading).toEqual({ ok: false, message: expect.stringContaining('Must be a phone number') });
    expect(JSON.stringify(reading)).not.toMatch(/\d{4}/);
  });
});

describe('phoneHashes', () => {
  const keys = tenantKeys('data-secret-of-more-than-32-characters', 'acme');
  const hashes = phoneHashes(keys, '+5511987654321');

  test('are 128 bits of the whole number and 64 of its ending, in hex', () => {
    expect(hashes.whole).toMatch(/^[0-9a-f]{32}$/);
    expect(hashes.last4).toMatch(/^[0-9a-f]{16}$/);
    expect(hashes.whole.startsWith(hashes.last4)).toBe(false);
  });

  test('are found again by the last four digits of a search term', () => {
    expect(phoneEndingHash(keys, '4321')).toBe(hashes.last4);
    expect(phoneEndingHash(keys, '+5511987654321')).toBe(hashes.last4);
    expect(phoneEndingHash(keys, '4322')).not.toBe(hashes.last4);
  });

  test('differ between tenants and between secrets', () => {
    expect(
      phoneHashes(tenantKeys('data-secret-of-more-than-32-characters', 'other'), '+5511987654321').whole,
    ).not.toBe(hashes.whole);
    expect(
      phoneHashes(tenantKeys('another-secret-of-more-than-32-characters', 'acme'), '+5511987654321').whole,
    ).not.toBe(hashes.whole);
  });
});
