import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactName, redactPhone, redactText } from '../../../../src/privacy/redact/redact.ts';

describe('redactPhone', () => {
  test.each([
    ['+5511987655678', '***-***-5678'],
    ['(11) 98765-5678', '***-***-5678'],
    ['5678', '***-***-5678'],
    ['', '***-***-'],
  ])('%j becomes %j', (phone, redacted) => {
    expect(redactPhone(phone)).toBe(redacted);
  });
});

describe('redactName', () => {
  test.each([
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
  test.each([
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
    ['12345\n67890', '***-***-7890'],
    ['order 123456', 'order 123456'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe('numbers that redactText finds', () => {
  test.each([
    ['ring ０３－１２３４－５６７８ now', 'ring ***-***-5678 now'],
    ['03－1234－5678', '***-***-5678'],
    ['03ー1234ー5678', '***-***-5678'],
    ['（11）98765−4321', '***-***-4321'],
    ['＋55（11）98765－4321', '***-***-4321'],
    ['11\u300098765\u30004321', '***-***-4321'],
    ['11\u00a098765\u202f4321', '***-***-4321'],
    ['98765·4321', '***-***-4321'],
    ['98765・4321', '***-***-4321'],
    ['11,98765,4321', '***-***-4321'],
    ['11, 9, 1, 2, 3, 4, 5, 6, 7, 8', '***-***-5678'],
    ['91234, 5678', '***-***-5678'],
    ['91234. 5678', '***-***-5678'],
    ['11_98765_4321', '***-***-4321'],
    ['11*98765*4321', '***-***-4321'],
    ['98765/ - /4321', '***-***-4321'],
    ['98765:4321', '***-***-4321'],
    ['98765#4321', '***-***-4321'],
    ['98765$4321', '***-***-4321'],
    ['98765%4321', '***-***-4321'],
    ['98765\t4321', '***-***-4321'],
    ['98765\u00004321', '***-***-4321'],
    ['9\u200b8\u200c7\u200d6\u20605\ufeff4\u00ad3\u200e2\u31641', '***-***-4321'],
    ['98765\u200b4321\u200b.', '***-***-4321.'],
    ['98765\n4321', '***-***-4321'],
    ['98765\r\n4321', '***-***-4321'],
    ['98765 -\n  4321', '***-***-4321'],
    ['98765\u20284321', '***-***-4321'],
    ['①①⑨⑧⑦⑥⑤④③②①', '***-***-4321'],
    ['⓿❶❾➇➐⓺❺❹❸❷❶', '***-***-4321'],
    ['9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣!', '***-***-4321!'],
    ['𝟗𝟖𝟕𝟔𝟓𝟒𝟑𝟐𝟏', '***-***-4321'],
    ['⁹⁸⁷⁶⁵₄₃₂₁', '***-***-4321'],
    ['⑫⑫⑫⑫ and ⑴2345678⒈', '***-***-1212 and ***-***-6781'],
    ['４１１１　１１１１　１１１１　１１１１', '****'],
    ['call 11987654321; 11987654322', 'call ****'],
    ['R$ 1,234,567.89', 'R$ ***-***-6789'],
    ['R$ 12.345,67', 'R$ ***-***-4567'],
    ['1, 2, 3, 4, 5, 6, 7', '***-***-4567'],
    ['joão, 98765-4321, ação', 'joão, ***-***-4321, ação'],
    ['😀98765-4321😀', '😀***-***-4321😀'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe('dates and times beside numbers', () => {
  test.each([
    ['2026-03-10 11 98765-4321', '2026-03-10 ***-***-4321'],
    ['11 98765-4321 10/03/2026', '***-***-4321 10/03/2026'],
    ['+55 11 98765-4321, 12:30', '***-***-4321, 12:30'],
    ['[2026-03-10 12:30] (11) 98765-4321', '[2026-03-10 12:30] ***-***-4321'],
    ['2026-03-10-4321', '***-***-4321'],
    ['4321-2026-03-10', '***-***-0310'],
    ['12:30-98765', '***-***-8765'],
    ['12:3098765', '***-***-8765'],
    ['11:22:33:44:55', '***-***-4455'],
    ['2026-13-10', '***-***-1310'],
    ['2026-03/10', '***-***-0310'],
    ['1126-03-10', '***-***-0310'],
    ['20260310', '***-***-0310'],
    ['06.12.03.45.67', '***-***-4567'],
    ['10.03.26 12.03.26', '***-***-0326'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe('addresses that redactText finds', () => {
  test.each([
    ['john＠example.com', '***@***'],
    ['john﹫example.com', '***@***'],
    ['ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', '***@***'],
    ['john\u200b@\u200bexample.com', '***@***'],
    ['is "john.doe"@example.com.', 'is ***@***'],
    ['is "ana silva"@silva.example, yes', 'is ***@***, yes'],
    ['is “ana silva”@silva.example, yes', 'is ***@***, yes'],
    ['is "ana \\"x\\" @home"@silva.example', 'is ***@***'],
    ['write to john@[10.0.0.1], please', 'write to ***@***, please'],
    ['john@[IPv6:2001:db8::1]', '***@***'],
    ['john@[10.0.0.1', '***@***'],
    [`${'long.'.repeat(40)}local@example.com`, '***@***'],
    [`a@${'long.'.repeat(80)}example.com`, '***@***'],
    ["o'brien@example.com", '***@***'],
    ['o’brien@example.com', '***@***'],
    ["'ana'@example.com", "'***@***"],
    ['ana;x@example.com', '***@***'],
    ['ana,x@example.com', '***@***'],
    ['ana;@example.com', '***@***'],
    ['joao@@example.com', '***@***'],
    ['x@ana@example.com', '***@***'],
    ['joao @ example.com', '***@***'],
    ['joao@ example.com or joao @example.com', '***@*** or ***@***'],
    ['https://example.com/?to=joao%40example.com', 'https:***@***'],
    ['josé@exämple.com', '***@***'],
    ['a@b.example;c@d.example, e@f.example', '***@***;***@***, ***@***'],
    ['"joao@example.com" <joao@example.com> (joao@example.com)', '"***@***" <***@***> (***@***)'],
    ['“joao@example.com” ‘joao@example.com’', '“***@***” ‘***@***’'],
    ['mailto:joao@example.com', 'mailto:***@***'],
    ['Ana said "yes" and "joao@example.com", twice', 'Ana said "yes" and "***@***", twice'],
    ['joao@example.com 98765-4321', '***@*** ***-***-4321'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe('IBANs that redactText finds', () => {
  test.each([
    ['PT50 0002 0123 1234 5678 9015 4 obrigado', 'PT**** obrigado'],
    ['GB29 NWBK 6016 1331 9268 19', 'GB****'],
    ['FR14 2004 1010 0505 0001 3M02 606, please', 'FR****, please'],
    ['NO9386011117947', 'NO****'],
    ['no9386011117947.', 'no****.'],
    ['iban:gb29nwbk60161331926819', 'iban:gb****'],
    ['IBANGB29NWBK60161331926819', 'IBANGB****'],
    ['GB29-NWBK-6016-1331-9268-19', 'GB****'],
    ['G B 2 9 N W B K 6 0 1 6 1 3 3 1 9 2 6 8 1 9', 'G B 2 9 N W B K ****'],
    ['ＧＢ２９　ＮＷＢＫ　６０１６　１３３１　９２６８　１９', 'GB****'],
    ['GB29\u00a0NWBK\n6016 1331 9268\u200b19', 'GB****'],
    ['IT60 X054 2811 1010 0000 0123 456', 'IT****'],
    ['NL91 ABNA 0417 1643 00 and 961 112 224', 'NL**** and ***-***-2224'],
    ['MT84 MALT 0110 0001 2345 MTLC AST0 01S', 'MT****'],
    ['wrong check digits: GB00 NWBK 6016 1331 9268 19', 'wrong check digits: GB****'],
    ['too short: PT50 0002 0123 1234 5678', 'too short: PT****'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  test.each([
    'order NO12-345',
    'conta de 10 de dezembro, mais de 20 dias e outros 30',
    'KZ12 abc def ghi jkl mno pqr',
    'AZ45 the quick brown fox jumps over',
    'part GB29NWBK and FR14',
  ])('%j stays', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('addresses in other spellings', () => {
  test.each([
    ['joao%2540example.com', '***@***'],
    ['joao％40example.com', '***@***'],
    ['joao&#64;example.com or joao&#x40;example.com', '***@*** or ***@***'],
    ['joao [at] example.com, joao(at)example.com', '***@***, ***@***'],
    ['a@b%40c@d.example', '***@***'],
    ['see you [at] noon', 'see you [at] noon'],
  ])('%j becomes %j', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

describe('what redactText leaves', () => {
  test.each([
    '2026-03-10',
    '(2026-03-10)',
    '2026/03/10 or 2026.03.10',
    '２０２６－０３－１０',
    '2026-03-10T12:00:00Z',
    '2026-03-10T12:00:00.123456Z',
    '2026-03-10T12:00:00-03:00 and 2026-03-10T12:00:00.5+0530',
    '2026-03-01 - 2026-03-31',
    '2026-03-01/2026-03-31',
    '2026-03-01–2026-03-31, 12:30',
    '2026-03-10 12:30:15',
    '2026-03-10\n2026-03-11\n2026-03-12\n2026-03-13\n2026-03-14\n2026-03-15',
    '10/03/2026 12:30',
    '12/31/2026, 31.12.2026, 1.2.2026 and 31-12-2026',
    '10/03/26 - 12/03/26',
    '12:30',
    '09:30-10:30',
    '12:30:45,123 --> 12:30:47,456',
    '12:30, 13:30, 14:30, 15:30 or 16:30',
    'at 12:30, 150 units',
    '2026-03-10, 3 items',
    '1.234,56',
    'R$ 1.234,56 / R$ 99,90',
    '$1,234.56 - $2,000.00',
    '12,50 € 13,99 € 1.000,00 €',
    '10%, 20%, 30%, 40%',
    '10,5 % 12,5 % 13,5 %',
    '1, 2, 3',
    'order 123456, and order 654321',
    '2 (two) times, 3rd floor',
    'half: ½, ①②③',
    'follow @joao or @maria',
    '5 @ 3.50',
    'she said "hi" and "bye"',
    '50%40 off',
    '',
  ])('%j', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('any text without digits and @', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (any) => {
        const text = any.replace(/[\p{N}@＠﹫]/gu, '');
        expect(redactText(text)).toBe(text);
      }),
    );
  });
});

describe('any number of 8 to 15 digits', () => {
  const separators = [
    ...[
      ' ',
      '-',
      '.',
      ',',
      ', ',
      '. ',
      '/',
      '_',
      '*',
      '·',
      '・',
      ' - ',
      '/ - /',
      ' (',
      ') ',
      '、',
      'ー',
      '+',
      '#',
    ],
    ...['\u3000', '\u00a0', '\t', '\u200b', '\u00ad', '\ufeff', '－', '−', '–', '，', '\n', '\r\n', ' \n '],
  ];
  const scripts = ['0123456789', '０１２３４５６７８９', '⓪①②③④⑤⑥⑦⑧⑨', '⓿❶❷❸❹❺❻❼❽❾', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'].map(
    (script) => [...script],
  );
  const digit = fc.record({
    value: fc.nat(9),
    script: fc.constantFrom(...scripts),
    separator: fc.oneof(fc.constant(''), fc.constantFrom(...separators)),
  });

  test('shows four of them at most', () => {
    fc.assert(
      fc.property(
        fc.array(digit, { minLength: 8, maxLength: 15 }),
        fc.constantFrom('', '+', '('),
        (parts, lead) => {
          const write = (digits: (part: (typeof parts)[number]) => unknown) =>
            parts.map((part, index) => (index === 0 ? '' : part.separator) + digits(part)).join('');
          const plain = write(({ value }) => value);
          // What may be read as a date stays, as it should.
          fc.pre(!/(?:19|20)\d\d|\d\/\d\d?\/\d\d/.test(plain.replace(/\p{Cf}/gu, '')));
          const written = write(({ value, script }) => script[value]);
          const number = parts.map(({ value }) => value).join('');
          const redacted = redactText(`ring ${lead}${written} now`);
          expect([`ring ***-***-${number.slice(-4)} now`, 'ring **** now']).toContain(redacted);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
