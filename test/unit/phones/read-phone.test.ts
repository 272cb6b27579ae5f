import fc from 'fast-check';
import metadata from 'libphonenumber-js/min/metadata';
import { describe, expect, test } from 'vitest';
import { plansOf } from '../../../scripts/phone-plans/plans.ts';
import { hasCallingCode, isCallingCode, type PhoneHome } from '../../../src/phones/numbering-plans.ts';
import plans from '../../../src/phones/plans.json' with { type: 'json' };
import { readPhone } from '../../../src/phones/read-phone.ts';
import { SPELLED_NUMBERS, spellingsOf } from '../../support/spelled-numbers.ts';

const homeOf = (countryCode?: string, country?: string): PhoneHome => ({
  ...(countryCode !== undefined && { countryCode }),
  ...(country !== undefined && { country }),
});
const numberOf = (text: string, home: PhoneHome): string => {
  const reading = readPhone(text, home);
  return reading.kind === 'number' ? reading.number : reading.kind;
};

describe('one subscriber is one number, however it is spelled', () => {
  test('there are many numbers, countries and spellings', () => {
    expect(SPELLED_NUMBERS.length).toBeGreaterThanOrEqual(100);
    expect(new Set(SPELLED_NUMBERS.map(({ countryCode }) => countryCode)).size).toBeGreaterThanOrEqual(30);
    expect(SPELLED_NUMBERS.flatMap(spellingsOf).length).toBeGreaterThanOrEqual(5_000);
  });

  test.each(SPELLED_NUMBERS)('$e164 within $countryCode', (number) => {
    const { countryCode, e164 } = number;
    const spellings = spellingsOf(number);
    const readings = spellings.map((text) => [text, numberOf(text, { countryCode })]);
    expect(readings).toEqual(spellings.map((text) => [text, e164]));
  });

  test.each(SPELLED_NUMBERS)(
    'abroad from $countryCode by $abroad, 00 and +, from $e164',
    ({ countryCode, abroad }) => {
      for (const text of [
        `${abroad} 44 20 7946 0123`,
        `${abroad}442079460123`,
        '00442079460123',
        '+442079460123',
      ]) {
        expect([text, numberOf(text, { countryCode })]).toEqual([text, '+442079460123']);
      }
    },
  );

  test('what a number is read as reads as itself, everywhere', () => {
    const codes = SPELLED_NUMBERS.map(({ countryCode }) => countryCode);
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.constantFrom(...codes, undefined),
        fc.boolean(),
        fc.stringMatching(/^\d{4,14}$/),
        (countryCode, other, isInternational, digits) => {
          const number = numberOf(isInternational ? `+${countryCode}${digits}` : digits, { countryCode });
          if (number.startsWith('+')) expect(numberOf(number, homeOf(other))).toBe(number);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a number', () => {
  test.each<[text: string, countryCode: string | undefined, number: string]>([
    ['+39 06 6982 0123', '39', '+390669820123'],
    ['06 6982 0123', '39', '+390669820123'],
    ['+39 (0)6 6982 0123', undefined, '+390669820123'],
    ['+378 (0)549 882345', undefined, '+3780549882345'],
    ['001 212 555 0123', '1', '+12125550123'],
    ['011 44 20 7946 0123', '1', '+442079460123'],
    ['00 1 604 555 0123', '61', '+16045550123'],
    ['0011 64 9 355 1234', '61', '+6493551234'],
    ['8 10 44 20 7946 0123', '7', '+442079460123'],
    ['+00351 21 234 5678', undefined, '+351212345678'],
    ['+44 (0)20 7946 0958', '55', '+442079460958'],
    ['0044(0)20 7946 0958', undefined, '+442079460958'],
    ['(+44) (0) 20 7946 0958', '55', '+442079460958'],
    ['011 44 (0)20 7946 0958', '1', '+442079460958'],
    ['+49-(0)-30/123456', undefined, '+4930123456'],
    ['+351 (0)21 234 5678', undefined, '+351212345678'],
    ['+55 11 (0) 98765 4321', undefined, '+5511987654321'],
    ['351212345678', '351', '+351212345678'],
    ['351912345678@c.us', '351', '+351912345678'],
    ['447700900123@c.us', '49', '+447700900123'],
    ['447700900123:7@s.whatsapp.net', '49', '+447700900123'],
    ['30123456.0', '49', '+4930123456'],
    ['212345678;phone-context=+351', '39', '+351212345678'],
    ['+12125550123;rn=+12125550000;npdi', '49', '+12125550123'],
    ['="+351212345678"', '49', '+351212345678'],
    ['+2904567', undefined, '+2904567'],
    ['22345', '500', '+50022345'],
    ['201 234', '298', '+298201234'],
    ['+55 20 91234-5678', undefined, '+5520912345678'],
    ['020 91234-5678', '55', '+5520912345678'],
    ['+800 1234 5678', '44', '+80012345678'],
    ['८१२३४५६७८९', '91', '+918123456789'],
    ['۰۲۱ ۲۳۴۵ ۶۷۸۹', '98', '+982123456789'],
    ['๐๒๑๒๓๔๕๖๗', '66', '+6621234567'],
    ['𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟗𝟓𝟖', '44', '+442079460958'],
    ['+1 212 555 0123 ramal 4', undefined, '+12125550123'],
    ['+49 30 123456 Durchwahl 12', undefined, '+4930123456'],
    ['+7 495 123-45-67 доб. 12', undefined, '+74951234567'],
  ])('%j from %s is %s', (text, countryCode, number) => {
    expect(numberOf(text, homeOf(countryCode))).toBe(number);
  });

  test.each([
    ['3221234', 'BS', '+12423221234'],
    ['3221234', 'US', 'unreadable'],
    ['3221234', undefined, 'unreadable'],
    ['3221234', 'PT', 'unreadable'],
    ['212 555 0123', 'CA', '+12125550123'],
  ])('%s in the region %s of +1 is %s', (text, country, number) => {
    expect(numberOf(text, homeOf('1', country))).toBe(number);
  });

  test.each([
    ['21 234 5678', '212345678'],
    ['(21) 234-5678 ext. 4', '212345678'],
    ['0212345678', '0212345678'],
    ['2345678', '2345678'],
    ['sip:2345678@pbx.example.com', '2345678'],
    ['123456789012345', '123456789012345'],
    ['345678', 'unreadable'],
    ['1234567890123456', 'unreadable'],
    ['000123456789', 'unreadable'],
    ['+351212345678', '+351212345678'],
    ['00351212345678', '+351212345678'],
  ])('without a calling code, %j is %s', (text, number) => {
    expect(numberOf(text, {})).toBe(number);
    expect(numberOf(text, { countryCode: '999' })).toBe(number);
  });
});

test.each([
  ...[
    '',
    ' ',
    '-',
    '--',
    '?',
    '*',
    '+',
    '()',
    '""',
    '<>',
    '"" <>',
    '0',
    '00',
    '000-0000',
    '0000000000',
    '-1',
  ],
  ...['anonymous', 'Anonymous', 'ANONYMOUS', ' anonymous ', '<anonymous>', '"Anonymous" <anonymous>', 'anon'],
  ...['unknown', 'UNKNOWN', '<unknown>', 'Unknown Caller', 'unknown number', 'unavailable', 'Not available'],
  ...[
    'restricted',
    'Restricted (0)',
    'private',
    'Private Number',
    'PRIVATE CALLER',
    'withheld',
    'Number withheld',
  ],
  ...[
    'blocked',
    'Blocked Caller ID',
    'No Caller ID',
    'hidden',
    'out of area',
    'outofarea',
    'P',
    'O',
    'payphone',
  ],
  ...['n/a', 'N/A', 'n.a.', 'NA', 'none', 'null', 'NULL', 'nil', 'undefined', 'NaN', 'asterisk'],
  ...[
    'sip:anonymous@anonymous.invalid',
    '<sip:anonymous@anonymous.invalid>;tag=1',
    'tel:anonymous',
    'sip:@host',
  ],
  ...[
    'sip:unavailable@unknown.invalid',
    'anonymous@10.0.0.1',
    'sip:restricted@pbx:5060',
    '\u202aanonymous\u202c',
  ],
  ...['ａｎｏｎｙｍｏｕｓ', '０', '٠', '+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'],
  ...['unbekannt', 'Anonym', 'Rufnummer unterdrückt', 'nicht verfügbar', 'inconnu', 'Numéro masqué', 'privé'],
  ...['desconocido', 'Número oculto', 'privado', 'Não disponível', 'desconhecido', 'anónimo', 'sconosciuto'],
  ...[
    'Numero privato',
    'onbekend',
    'anoniem',
    'okänt',
    'skjult nummer',
    'tuntematon',
    'nieznany',
    'zastrzeżony',
  ],
  ...['neznámé číslo', 'ismeretlen', 'gizli numara', 'неизвестный', 'Номер скрыт', 'невідомий', 'άγνωστος'],
  ...['مجهول', 'חסוי', '未知', '匿名', '非通知', '公衆電話', '발신번호표시제한', '알 수 없음'],
])('%j says nothing', (text) => {
  for (const home of [{ countryCode: '351' }, { countryCode: '1' }, {}]) {
    expect(readPhone(text, home)).toEqual({ kind: 'none' });
  }
});

test.each([
  ...[
    '201',
    '1234',
    '12345',
    '112',
    '911',
    '999',
    '116117',
    '118',
    '1190',
    '*100',
    '*21#',
    'ext. 201',
    'x201',
  ],
  ...['sip:201@pbx.example.com', '"Ana" <201>', 'tel:201', '<sip:201@10.0.0.1:5060>', 'sip:192.168.100.25'],
  ...['reception', 'Ana', 'alice', 'joao@example.com', 'sip:alice@example.com', 'call me', '1-800-FLOWERS'],
  ...[
    'https://example.com/351212345678',
    'c-17',
    '2026-03-10T10:00:00Z',
    '++5511987654321',
    '+55+11987654321',
  ],
  ...['+351212345678 / +351912345678', '+351212345678, +351912345678', '+351212345678 or +351912345678'],
  ...[
    '+123456',
    '+1234567890123456',
    '+123456789012345',
    '+0511987654321',
    '000511987654321',
    '+999212345678',
  ],
  ...[
    '+1 112 555 0123',
    '+1 012 555 0123',
    '+55',
    '+44 20',
    'SIP/201-00000a1b',
    '+3512123456789012345678',
    '11 9876x4321',
  ],
])('%j cannot be read', (text) => {
  for (const home of [{ countryCode: '55' }, { countryCode: '49' }, { countryCode: '351' }]) {
    const reading = readPhone(text, home);
    expect(reading).toEqual({
      kind: 'unreadable',
      message: expect.stringContaining('Must be a phone number'),
    });
    expect(JSON.stringify(reading)).not.toMatch(/\d{3}/);
  }
});

test('any text is read, and a long one is not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(['number', 'none', 'unreadable']).toContain(readPhone(text, { countryCode: '351' }).kind);
    }),
  );
  expect(readPhone(`+351212345678${' '.repeat(500)}`).kind).toBe('unreadable');
});

test('signs without end take no longer than a number', () => {
  const signs = [',', ';', '#', ',#', ', ', ' ', '(', '.', '-', 'x ', 'ext'];
  const texts = signs.flatMap((sign) =>
    ['', '1'].map((first) => `${first}${sign.repeat(300)}`.slice(0, 255).concat('z')),
  );
  const start = process.cpuUsage();
  // Of as many records as one request may have.
  for (let index = 0; index < 1_000; index += 1) readPhone(texts[index % texts.length]!, homeOf('33'));
  // Of the processor, because other work on the machine does not count.
  expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
});

test('a region has its calling code', () => {
  expect([isCallingCode('351'), isCallingCode('1'), isCallingCode('999'), isCallingCode('toString')]).toEqual(
    [true, true, false, false],
  );
  expect(hasCallingCode('CA', '1')).toBe(true);
  expect(hasCallingCode('VA', '39')).toBe(true);
  expect(hasCallingCode('PT', '1')).toBe(false);
  expect(hasCallingCode('ZZ', '1')).toBe(false);
  expect(hasCallingCode('ca', '1')).toBe(false);
  expect(hasCallingCode('PT', '999')).toBe(false);
});

test('the numbering plans are those of the installed library: npm run phone-plans writes them', () => {
  expect(plans).toEqual(plansOf(metadata));
});
