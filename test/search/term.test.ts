import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../src/errors.ts';
import { matchesTerm, readTerm } from '../../src/search/term.ts';

describe('a term', () => {
  test.each<[text: string, whole: string]>([
    ['+33612345678', '+33612345678'],
    [' 33612345678', '+33612345678'],
    ['0033612345678', '+33612345678'],
    ['+33 6 12-34.56 78', '+33612345678'],
    ['(+33) 612345678', '+33612345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['(00) 33612345678', '+33612345678'],
    ['+123456789012345', '+123456789012345'],
    ['+1234', '+1234'],
  ])('"%s" is the whole number %s', (text, e164) => {
    expect(readTerm(text)).toEqual({ kind: 'whole', e164 });
  });

  test.each<[text: string, digits: string]>([
    ['5678', '5678'],
    ['05678', '5678'],
    ['06 12 34 56 78', '612345678'],
    ['(11) 91234-5678', '11912345678'],
    ['56 78 ', '5678'],
    ['12+34', '1234'],
    ['123456789012345', '123456789012345'],
    ['0123456789012345', '123456789012345'],
  ])('"%s" is the end %s', (text, digits) => {
    expect(readTerm(text)).toEqual({ kind: 'ending', digits });
  });

  test.each([
    '567',
    '0567',
    '00567',
    '+567',
    '00',
    '    ',
    '----',
    '1234567890123456',
    '+1234567890123456',
    '001234567890123456',
    'abcd5678',
    '5678x',
    '56/78',
    '５６７８',
    '5678*',
    '%5678',
  ])('"%s" is refused without being quoted', (text) => {
    const refusal = thrownBy(() => readTerm(text));
    expect(refusal).toBeInstanceOf(InvalidInput);
    const { message, errors } = refusal as InvalidInput;
    expect(errors.map(({ path }) => path)).toEqual(['phone']);
    expect(message).toContain('4 to 15 digits');
    if (/\d{3}/.test(text)) expect(message).not.toContain(text);
  });
});

test.each<[term: string, e164: string, matches: boolean]>([
  ['+33612345678', '+33612345678', true],
  ['+612345678', '+33612345678', false],
  ['612345678', '+33612345678', true],
  ['0612345678', '+33612345678', true],
  ['33612345678', '+33612345678', true],
  ['133612345678', '+33612345678', false],
  ['5678', '+33612345678', true],
  ['6784', '+33612345678', false],
])('%s looks for %s: %s', (term, e164, matches) => {
  expect(matchesTerm(readTerm(term), e164)).toBe(matches);
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
