import { describe, expect, it } from 'vitest';
import { redactName, redactPhone, redactText } from '../../src/facts/redact.ts';

describe('redactPhone', () => {
  it.each([
    ['+5511987655678', '***-***-5678'],
    ['(11) 98765-5678', '***-***-5678'],
    ['5678', '***-***-5678'],
    ['', '***-***-'],
  ])('%j becomes %j', (phone, redacted) => {
    expect(redactPhone(phone)).toBe(redacted);
  });
});

describe('redactName', () => {
  it.each([
    ['João da Silva', 'J. D. S.'],
    ['  Ávila   Núñez ', 'Á. N.'],
    ['A\u0301vila', 'Á.'],
    ['李 小龍', '李. 小.'],
    ['𐐨x', '𐐀.'],
    ['+55 11 98765-4321', '***'],
    ['customer 11987654321', 'C.'],
    ['joao@example.com', 'J.'],
    ['', '***'],
  ])('%j becomes %j', (name, redacted) => {
    expect(redactName(name)).toBe(redacted);
  });
});

describe('redactText', () => {
  it.each([
    ['nothing to hide, 3 items at 9:30', 'nothing to hide, 3 items at 9:30'],
    ['call me at +55 (11) 98765-5678, please', 'call me at ***-***-5678, please'],
    ['(11) 98765-5678', '***-***-5678'],
    ['00 55 11 98765 5678', '***-***-5678'],
    ['tel:11987655678.', 'tel:***-***-5678.'],
    ['555-5678', '***-***-5678'],
    ['n11987655678x', 'n***-***-5678x'],
    ['joao.silva+tag@mail.example.com.br wrote', '***@*** wrote'],
    ['<5511987655678@example.com>', '<***@***>'],
    ['card 4111 1111 1111 1111 ok', 'card **** ok'],
    ['card 4111-1111-1111-1111, exp 12/27', 'card ****, exp 12/27'],
    ['4222222222222', '****'],
    ['11 98765-5678 11 91234-5678', '****'],
    ['11 98765–5678 or ٠١١٩٨٧٦٥٤٣', '***-***-5678 or ***-***-٦٥٤٣'],
    ['12345\n67890', '12345\n67890'],
    ['order 123456', 'order 123456'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it('stays linear on long runs', () => {
    for (const run of ['a', '1', '1   ', '@', 'a@', '+(']) {
      const text = run.repeat(65_536 / run.length);
      expect(redactText(text).length).toBeLessThanOrEqual(2 * text.length + 6);
    }
  });
});
