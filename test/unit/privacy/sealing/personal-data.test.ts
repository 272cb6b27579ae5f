import { describe, expect, test } from 'vitest';
import { tenantKeys } from '../../../../src/privacy/sealing/keys.ts';
import {
  openPersonal,
  openTranscript,
  sealPersonal,
  sealTranscript,
} from '../../../../src/privacy/sealing/sealed-values.ts';

const SECRET = 'data-secret-of-more-than-32-characters';
const NEW_SECRET = 'newer-secret-of-more-than-32-characters';
const keys = tenantKeys(SECRET, 'acme');
const personal = { name: 'João', subject: 'My invoice', phone: '+5511987654321', email: 'joao@example.com' };
const seal = () => sealPersonal(keys, 'acme', 'interaction', 'c-1', personal);

describe('sealPersonal', () => {
  test('makes one value that shows nothing and opens to what was sealed', async () => {
    const column = await seal();
    const bytes = Buffer.from(column, 'hex').toString('latin1');
    for (const clear of ['João', 'My invoice', '5511987654321', 'joao@example']) {
      expect(column).not.toContain(clear);
      expect(bytes).not.toContain(clear);
    }
    expect(await openPersonal(keys, 'acme', 'interaction', 'c-1', column)).toEqual(personal);
  });

  test('seals the words of an evaluation', async () => {
    const words = { comment: 'Call me: +55 11 98765-4321', followup_answer: 'no' };
    const column = await sealPersonal(keys, 'acme', 'evaluation', 'e-1', words);
    expect(column).toMatch(/^[0-9a-f]+$/);
    expect(await openPersonal(keys, 'acme', 'evaluation', 'e-1', column)).toEqual(words);
  });

  test('opens what was taken away as nothing', async () => {
    expect(await openPersonal(keys, 'acme', 'evaluation', 'e-1', null)).toEqual({});
  });

  test('seals nothing for nothing', async () => {
    expect(await sealPersonal(keys, 'acme', 'interaction', 'c-1', {})).toBe('');
    expect(await openPersonal(keys, 'acme', 'interaction', 'c-1', '')).toEqual({});
  });

  test('never makes the same text twice', async () => {
    expect(await seal()).not.toBe(await seal());
  });

  test.each([
    ['another tenant', 'other', 'interaction', 'c-1'],
    ['another type', 'acme', 'evaluation', 'c-1'],
    ['another id', 'acme', 'interaction', 'c-2'],
  ] as const)('does not open under %s', async (_what, tenant, type, id) => {
    await expect(openPersonal(keys, tenant, type, id, await seal())).rejects.toThrow('does not open');
  });

  test("does not open with another tenant's keys", async () => {
    const column = await seal();
    const foreign = tenantKeys(SECRET, 'other');
    await expect(openPersonal(foreign, 'acme', 'interaction', 'c-1', column)).rejects.toThrow(
      'does not open',
    );
  });

  test('does not open once a byte was changed', async () => {
    const bytes = Buffer.from(await seal(), 'hex');
    for (const position of [0, 1, 13, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      const column = changed.toString('hex');
      await expect(openPersonal(keys, 'acme', 'interaction', 'c-1', column)).rejects.toThrow('does not open');
    }
  });
});

describe('rotation of the data secret', () => {
  test('opens older data with the previous secret and no longer without it', async () => {
    const column = await seal();
    const rotated = tenantKeys(NEW_SECRET, 'acme', SECRET);
    expect(await openPersonal(rotated, 'acme', 'interaction', 'c-1', column)).toEqual(personal);
    const forgotten = tenantKeys(NEW_SECRET, 'acme');
    await expect(openPersonal(forgotten, 'acme', 'interaction', 'c-1', column)).rejects.toThrow(
      'does not open',
    );
  });

  test('seals with the new secret', async () => {
    const rotated = tenantKeys(NEW_SECRET, 'acme', SECRET);
    const column = await sealPersonal(rotated, 'acme', 'interaction', 'c-1', personal);
    expect(await openPersonal(tenantKeys(NEW_SECRET, 'acme'), 'acme', 'interaction', 'c-1', column)).toEqual(
      personal,
    );
  });

  test('opens where both secrets happen to share their version byte', async () => {
    const twin = { ...tenantKeys(NEW_SECRET, 'acme').sealing, version: keys.sealing.version };
    const rotated = { hashing: keys.hashing, sealing: twin, previous: keys };
    expect(await openPersonal(rotated, 'acme', 'interaction', 'c-1', await seal())).toEqual(personal);
  });
});

describe('sealTranscript', () => {
  const transcript = 'Agent: good morning.\nCustomer: João, +55 11 98765-4321. '.repeat(1_000);

  test('opens to what was sealed, much smaller and unreadable in between', async () => {
    const sealed = await sealTranscript(keys, 'acme', 'c-1', transcript);
    expect(sealed.length).toBeLessThan(transcript.length / 10);
    expect(await openTranscript(keys, 'acme', 'c-1', sealed)).toBe(transcript);
  });

  test('does not open for another interaction', async () => {
    const sealed = await sealTranscript(keys, 'acme', 'c-1', transcript);
    await expect(openTranscript(keys, 'acme', 'c-2', sealed)).rejects.toThrow('does not open');
  });
});
