import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../src/errors.ts';
import { matchesTerm, readTerm } from '../../../src/search/terms-of-day.ts';

describe('a term', () => {
  test.each<[text: string, whole: string]>([
    ['+33612345678', '+33612345678'],
    [' 33612345678', '+33612345678'],
    ['0033612345678', '+33612345678'],
    ['+33 6 12-34.56 78', '+33612345678'],
    ['+33 6/12/34/56/78 ', '+33612345678'],
    ['(+33) 612345678', '+33612345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['(00) 33612345678', '+33612345678'],
    ['06 12 34 56 78', '+33612345678'],
    ['612345678', '+33612345678'],
    ['33612345678', '+33612345678'],
    ['tel:+33-6-12-34-56-78', '+33612345678'],
    ['\u202a06\u00a012\u00a034\u00a056\u00a078\u202c', '+33612345678'],
    ['"Ana" <sip:+33612345678@pbx.example>', '+33612345678'],
    ['06 12 34 56 78 ext. 4', '+33612345678'],
    ['٠٦١٢٣٤٥٦٧٨', '+33612345678'],
  ])('"%s" is the whole number %s, as ingest reads it in a tenant of 33', (text, number) => {
    expect(readTerm(text, { countryCode: '33' })).toEqual({ kind: 'whole', number });
  });

  test.each(['5678', '0678', '0000', '5678 '])('"%s" is the ending of many numbers', (text) => {
    expect(readTerm(text, { countryCode: '33' })).toEqual({ kind: 'ending', digits: text.trim() });
  });

  test.each<[text: string, number: string]>([
    ['2345678', '2345678'],
    ['06 12 34 56 78', '0612345678'],
    ['+33612345678', '+33612345678'],
  ])('without a country code, "%s" is the whole number %s', (text, number) => {
    expect(readTerm(text)).toEqual({ kind: 'whole', number });
  });

  test.each([
    '567',
    '56789',
    '05678',
    '345678',
    '045678',
    '56 78',
    '56/78',
    '(5678)',
    '-5678',
    ' 5678',
    '+5678',
    '+1234',
    '+56789',
    '+345678',
    '005678',
    '00345678',
    '00567',
    '+567',
    '+0612345678',
    '12+34',
    '123+4567',
    '00',
    '',
    '    ',
    '----',
    '1234567890123456',
    '+1234567890123456',
    '+123456789012345',
    'anonymous',
    '0',
    '112',
    '001234567890123456',
    'abcd5678',
    '5678x',
    '５６７８',
    '5678*',
    '%5678',
    '____5678',
  ])('"%s" is refused with what is accepted, and without being quoted', (text) => {
    for (const home of [{ countryCode: '33' }, {}]) {
      const refusal = thrownBy(() => readTerm(text, home));
      expect(refusal).toBeInstanceOf(InvalidInput);
      const { message, errors } = refusal as InvalidInput;
      expect(errors.map(({ path }) => path)).toEqual(['phone']);
      expect(message).toContain('exactly four digits');
      if (/\d{3}/.test(text)) expect(message).not.toContain(text);
    }
  });
});

test.each<[term: string, number: string, matches: boolean]>([
  ['+33612345678', '+33612345678', true],
  ['+33612345679', '+33612345678', false],
  ['612345678', '+33612345678', true],
  ['0612345678', '+33612345678', true],
  ['0112345678', '+33612345678', false],
  ['33612345678', '+33612345678', true],
  ['5678', '+33612345678', true],
  ['6784', '+33612345678', false],
])('%s looks for %s: %s', (term, number, matches) => {
  expect(matchesTerm(readTerm(term, { countryCode: '33' }), number)).toBe(matches);
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
