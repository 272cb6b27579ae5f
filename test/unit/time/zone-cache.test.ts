import { beforeEach, expect, test, vi } from 'vitest';
import { BOUNDS } from '../../../src/bounds.ts';
import { isZone, zoneOf } from '../../../src/time/zone-cache.ts';
import { offsetAt, startOfDay } from '../../../src/time/zones.ts';

const NAME = 'america/argentina/buenos_aires';
const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
beforeEach(() => {
  asked.mockClear();
});

/** Spellings of one zone, each another mixture of small letters and capitals. */
function spelling(index: number): string {
  let bit = 0;
  return NAME.replaceAll(/[a-z]/g, (letter) => {
    bit += 1;
    return (index >> (bit % 12)) & 1 ? letter.toUpperCase() : letter;
  });
}

test('every spelling of a zone shares what is known of it', () => {
  expect(new Set(Array.from({ length: 400 }, (_, index) => spelling(index))).size).toBe(400);
  const known = zoneOf('America/Argentina/Buenos_Aires');
  for (let index = 0; index < 400; index += 1) {
    expect(zoneOf(spelling(index))).toBe(known);
    for (let day = 20_000; day < 20_100; day += 1) startOfDay(spelling(index), day);
  }
  expect(asked.mock.calls.length).toBeLessThan(2 * 110);
});

test('a zone that was not used for long is forgotten, one in use is kept', () => {
  const [first, ...others] = Intl.supportedValuesOf('timeZone').slice(0, BOUNDS.cachedZones.value + 1);
  const known = zoneOf(first!);
  for (const name of others.slice(0, -1)) zoneOf(name);
  expect(zoneOf(first!)).toBe(known);
  const second = zoneOf(others[0]!);
  zoneOf(first!);
  for (const name of others) zoneOf(name);
  expect(zoneOf(others[0]!)).toBe(second);
  for (const name of others) zoneOf(name);
  expect(zoneOf(first!)).not.toBe(known);
});

test('a zone remembers a bounded number of days, and answers the same beyond it', () => {
  const { days, dayStarts } = zoneOf('Europe/Lisbon');
  const first = startOfDay('Europe/Lisbon', 0);
  for (let day = 0; day < 2 * BOUNDS.cachedZoneDays.value; day += 1) {
    startOfDay('Europe/Lisbon', day);
    if (day % 100 > 0) continue;
    expect(days.size).toBeLessThanOrEqual(BOUNDS.cachedZoneDays.value);
    expect(dayStarts.size).toBeLessThanOrEqual(BOUNDS.cachedZoneDays.value);
  }
  expect(startOfDay('Europe/Lisbon', 0)).toBe(first);
});

test('names that are no zone are refused again and again, and forget no zone', () => {
  const known = zoneOf('Asia/Tokyo');
  for (let index = 0; index < 3 * BOUNDS.cachedZoneNames.value; index += 1) {
    expect(isZone(`Mars/Olympus_${index}`)).toBe(false);
  }
  expect(zoneOf('Asia/Tokyo')).toBe(known);
  expect(offsetAt('Asia/Tokyo', 0)).toBe(32_400);
  expect(() => zoneOf('Mars/Olympus')).toThrow(RangeError);
});
