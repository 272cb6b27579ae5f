import { describe, expect, test } from 'vitest';
import { tenantKeys } from '../../../../src/privacy/sealing/keys.ts';
import { phoneEndingHash, phoneHashes } from '../../../../src/privacy/sealing/phone.ts';

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
