import { expect, test } from 'vitest';
import { nameMask } from '../../../../src/privacy/redact/mask-name.ts';

test.each([
  ['João da Silva', 'I am JOAO DA SILVA, hello', 'I am ***, hello'],
  ['João da Silva', 'Joa\u0303o; Sra. silva, da capo', '***; Sra. ***, da capo'],
  ['João da Silva', "Silva's order for João Silva", "***'s order for ***"],
  ['João da Silva', 'joao.silva, JoaoDaSilva99 and silva99', '***, ***99 and ***99'],
  ['João da Silva', 'Silvana and Silvares stay', 'Silvana and Silvares stay'],
  ['João da Silva', 'MrJoao Da SilvaX', 'Mr***X'],
  ['Li Bo', 'Bo Li; Li, Bo; Li-Bo; LiBo', '***; ***; ***; ***'],
  ['Li Bo', 'Bolivia and Libor', 'Bolivia and Libor'],
  ["Anne-Marie O'Brien", 'Anne Marie: OBrien and o’brien and Marie', '*** and *** and ***'],
  ['Søren Müßig', 'SOREN MÜSSIG or Soren Mussig', '*** or ***'],
  ['Łukasz', 'lukasz', '***'],
  ['Ёлкин Пётр', 'елкин и ПЕТР', '*** и ***'],
  ['Γιώργος', 'ΓΙΩΡΓΟΣ και γιώργος', '*** και ***'],
  ['王小明', '我是王小明。你好', '我是***。你好'],
  ['김 민수', '김민수가 전화했다', '***가 전화했다'],
  ['Anna', '你好Anna你好 banana', '你好***你好 banana'],
  ['Anna', 'An\u200bna, 𝐀nna and 😀Anna😀', '***, *** and 😀***😀'],
  ['A', 'A plan for a man', '*** plan for *** man'],
  ['***', 'nothing to find', 'nothing to find'],
  ['a.b*c+(d', 'axbxc and a.b*c+(d', 'axbxc and ***'],
  ['Anna', '', ''],
])('%j in %j gives %j', (name, text, masked) => {
  expect(nameMask(name)(text)).toBe(masked);
});

test('a long text takes time in proportion', () => {
  const name = 'ana '.repeat(50).trim();
  for (const text of ['ana '.repeat(16_384), 'ana'.repeat(20_000), ' '.repeat(65_536), 'á'.repeat(30_000)]) {
    expect(nameMask(name)(text)).not.toContain('ana ana');
  }
});
