import { describe, expect, test } from 'vitest';
import { BOUNDS } from '../../../../src/bounds.ts';
import { describeError } from '../../../../src/log.ts';
import { readPhone } from '../../../../src/phones/read-phone.ts';
import { nameMask } from '../../../../src/privacy/redact/mask-name.ts';
import { redactText } from '../../../../src/privacy/redact/redact.ts';
import { parseRecord } from '../../../../src/records/parse.ts';
import { readTerm } from '../../../../src/search/terms-of-day.ts';
import { resolvePeriod } from '../../../../src/time/period.ts';
import { isZone } from '../../../../src/time/zones.ts';

const LONGEST = BOUNDS.maskedCharacters.value;
/** Milliseconds, for a text of 64 KiB: some dozen are usual, and quadratic work takes thousands. */
const MOST = 400;
/** So often it is measured before it counts as too slow: other work on the machine slows it as well. */
const ATTEMPTS = 5;

const PIECES = [
  ...['a', '1', ' ', '\n', '.', '-', '+(', ':', '%', '"', '\\"', "'", ';', '<'],
  ...['@', '%40', '%2540', '&#64;', '[at]', '@[', '"a"@', ' @ ', 'a.bc '],
  ...['12:30-', '10/03/26/', '2026-03-10-', '9!!!!!', 'PT50 ', 'gb29nwbk', 'az12'],
  ...['é', '٣', '①', '王', '\u200b', '\uFDFA'],
];

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function millisecondsOf(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function expectQuick(title: string, work: () => unknown): void {
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && milliseconds > MOST; attempt += 1) {
    milliseconds = millisecondsOf(work);
  }
  expect([title, milliseconds > MOST ? milliseconds : 'quick']).toEqual([title, 'quick']);
}

const PAIRS = PIECES.flatMap((one) => PIECES.map((other) => one + other));

describe('masking takes no longer for a hostile text', () => {
  test.each(PIECES)(
    'of %j with itself and every later piece, up to 64 KiB',
    (piece) => {
      // The pair the other way round is the same text from its second piece on.
      for (const other of PIECES.slice(PIECES.indexOf(piece))) {
        const text = repeated(piece + other, LONGEST);
        expectQuick(piece + other, () => redactText(text));
      }
    },
    120_000,
  );

  test.each(['hello ', '"', '1', 'a@'])(
    'of any pair behind %j',
    (head) => {
      for (const pair of PAIRS.filter((_, index) => index % 11 === 0)) {
        const text = head + repeated(pair, LONGEST - head.length);
        expectQuick(head + pair, () => redactText(text));
      }
    },
    120_000,
  );

  test.each([
    'ana '.repeat(50).trim(),
    Array.from({ length: 18 }, (_, index) => 'a'.repeat(index + 1)).join(' '),
    'a'.repeat(200),
    'abababab ab aba '.repeat(12).trim(),
    '王小明 王小 王',
    "o'a-".repeat(50),
  ])(
    'of a customer %j',
    (name) => {
      for (const piece of [
        'ana ',
        'ana',
        'a',
        'a ',
        'ab',
        'ab ',
        'a   ',
        '王',
        '王小明',
        'á',
        '한',
        '\uFDFA',
        "o'a-",
      ]) {
        const text = repeated(piece, LONGEST);
        expectQuick(piece, () => nameMask(name)(text));
      }
    },
    60_000,
  );
});

describe('beyond the bound', () => {
  test('the whole text is masked', () => {
    const text = repeated('word ', LONGEST);
    expect(redactText(text)).toBe(text);
    for (const mask of [redactText, nameMask('Ana Silva')]) {
      expect(mask(`${text}.`)).toBe('****');
      expect(mask('\uFDFA'.repeat(LONGEST / 2))).toBe('****');
    }
  });

  test('the text of an error is cut, and what the cut may have halved goes with it', () => {
    const most = BOUNDS.loggedErrorCharacters.value;
    for (const secret of ['rita.prates@x.pt', '+351 961 112 224']) {
      for (let cut = 1; cut < secret.length; cut += 1) {
        const described = describeError(`${'x '.repeat(most)}`.slice(0, most - cut) + secret);
        expect(described.length).toBeLessThanOrEqual(most);
        expect(described).toMatch(/^[x ]*$/);
      }
    }
  });
});

describe('whatever else reads what a caller wrote', () => {
  const now = Date.UTC(2026, 10, 30) / 1_000;
  const keys = { sealing: {}, hashing: new Uint8Array(32) } as never;
  const READERS: Record<string, (text: string) => unknown> = {
    describeError,
    readPhone: (text) => [
      readPhone(text),
      readPhone(`+${text}`, { countryCode: '351' }),
      readPhone(`+1 (${text}`),
    ],
    readTerm: (text) => [tried(() => readTerm(text)), tried(() => readTerm(`+1(${text}`))],
    resolvePeriod: (text) =>
      [text, `2026-03-10T10:00:00.${text}`].map((from) =>
        tried(() =>
          resolvePeriod({ from, tenantZone: 'UTC', now, defaultDays: 1, names: { from: 'from', to: 'to' } }),
        ),
      ),
    isZone: (text) => isZone(text),
    parseRecord: (text) =>
      parseRecord(
        {
          type: 'interaction',
          id: text,
          channel: text,
          started_at: text,
          customer: { email: text, phone: text },
        },
        { tenant: { countryCode: null, calendars: new Map(), attributes: [] }, now, keys },
      ),
  };

  test.each(Object.entries(READERS))('%s', (_name, read) => {
    for (const piece of ['a', '1', '(', '( ', '+', '0', '00', ' ', '@', 'a@', '.', ',1', '/', 'Z', '-']) {
      const text = repeated(piece, LONGEST);
      expectQuick(piece, () => read(text));
    }
  });

  function tried(work: () => unknown): unknown {
    try {
      return work();
    } catch (error) {
      return error;
    }
  }
});
