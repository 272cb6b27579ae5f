/** A pseudo-random generator of numbers in [0, 1), repeatable by seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

const DATES = [
  '0000-01-01',
  '0001-01-01',
  '0099-12-31',
  '0100-01-01',
  '0101-01-01',
  '0999-02-29',
  '1899-12-31',
  '1969-12-31',
  '1970-01-01',
  '2000-02-30',
  '2024-02-29',
  '2026-11-29',
  '2026-11-30',
  '2100-12-31',
  '2101-01-01',
  '9999-12-31',
  '+275760-09-13',
  '-000001-01-01',
  '2026-11-29T23:59:60Z',
  '2026-11-29T25:00:00Z',
  '2026-10-25T02:30:00+02:00',
  '2026-11-29T10:00:00+18:00',
  '2026-11-29T10:00:00-99:99',
  '٢٠٢٦-١١-٢٩',
  '2026-11-29T10:00',
  '1e308',
  'NaN',
  'yesterday',
  '',
];

const ZONES = [
  'UTC',
  'Europe/Lisbon',
  'AMERICA/ARGENTINA/BUENOS_AIRES',
  'america/Argentina/Buenos_aires',
  'Pacific/Apia',
  'Africa/Monrovia',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Antarctica/Troll',
  '+02:00',
  'GMT+14',
  'Etc/GMT-14',
  '../etc/passwd',
  'Mars/Olympus',
  '',
];

const PIECES = [
  '%40',
  '@',
  'a@',
  '"@',
  '1 ',
  '1-',
  '+',
  '(0)',
  '00',
  '①',
  '١',
  '10/03',
  '9:30-',
  "o'",
  '[',
  '{"a":',
  '\\u0000',
  '\u0000',
  '\ud800',
  '\u202e',
  '日本',
  '=cmd|',
  '; DROP TABLE',
  '%00',
  '%F0%9F',
  '__proto__',
  'é\u0301',
  ' ',
  '\t',
  '-',
];

const MAX_TEXT_BYTES = 65_536;

/** A date, an instant, or something that is neither. */
export function hostileDate(random: Random): string {
  return pick(random, DATES);
}

/** A time zone in some spelling, or something invalid. */
export function hostileZone(random: Random): string {
  const zone = pick(random, ZONES);
  if (random() < 0.5) return zone;
  return [...zone].map((letter) => (random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())).join('');
}

/** One or two pieces repeated, up to about `most` bytes. */
export function hostileText(random: Random, most = MAX_TEXT_BYTES): string {
  const unit = pick(random, PIECES) + (random() < 0.5 ? pick(random, PIECES) : '');
  const lengths = [1, 7, 64, 255, 2_000, most].filter((length) => length <= most);
  const length = pick(random, lengths);
  return unit.repeat(Math.max(1, Math.floor(length / Buffer.byteLength(unit))));
}

/** Any JSON value: a hostile text, number, list or object. */
export function hostileJson(random: Random, depth = 0): unknown {
  const kind = random();
  if (kind < 0.3) return hostileText(random, depth === 0 ? MAX_TEXT_BYTES : 2_000);
  if (kind < 0.45) return hostileDate(random);
  if (kind < 0.65) return pick(random, [0, -0, -1, 1.5, 1e308, -1e308, 2 ** 53, 5e-324, 31_622_401]);
  if (kind < 0.75) return pick(random, [true, false, null]);
  if (depth > 40 || kind < 0.8) return [];
  const size = pick(random, [1, 2, 30]);
  const items = Array.from({ length: size }, () => hostileJson(random, depth + 8));
  if (kind < 0.9) return items;
  return Object.fromEntries(items.map((item, index) => [index === 0 ? '__proto__' : `k${index}`, item]));
}
