import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  importedKey,
  openToken,
  sealToken,
  sealTokenWith,
} from '../../../../src/privacy/sealing/sealed-token.ts';

const key = randomBytes(32);
const other = randomBytes(32);

test('is opened by its key, among others, and is safe in a URL', () => {
  const token = sealToken(key, 'é 7');
  expect(token).toMatch(/^[\w-]+$/);
  expect(openToken([other, key], token)).toBe('é 7');
  expect(openToken([other], token)).toBeUndefined();
});

test('is the same whether its key is imported or not', async () => {
  const token = await sealTokenWith(await importedKey(new Uint8Array(key)), 'é 7');
  expect(openToken([key], token)).toBe('é 7');
  expect(token.length).toBe(sealToken(key, 'é 7').length);
});

test('of one text never repeats itself and hides it', () => {
  const tokens = Array.from({ length: 100 }, () => sealToken(key, 'agent-1'));
  expect(new Set(tokens).size).toBe(100);
  expect(tokens.some((token) => Buffer.from(token, 'base64url').includes('agent-1'))).toBe(false);
});

test('is refused once a character has changed, is missing or is too many', () => {
  const token = sealToken(key, 'text');
  const changed = [...token].map((character, at) => {
    const another = character === 'A' ? 'B' : 'A';
    return `${token.slice(0, at)}${another}${token.slice(at + 1)}`;
  });
  for (const text of [...changed, token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, '', '!'])
    expect(openToken([key], text)).toBeUndefined();
});
