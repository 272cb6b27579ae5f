import { expect, test } from 'vitest';
import { localInstants } from '../../../src/time/dates.ts';

test.each([
  ['UTC', '2026-03-02T10:15:00Z', '2026-03-02T10:15:00+00:00'],
  ['Europe/Paris', '2026-03-02T09:15:00Z', '2026-03-02T10:15:00+01:00'],
  ['Europe/Paris', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
  ['Europe/Paris', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
  ['Asia/Kathmandu', '2026-03-02T18:15:00Z', '2026-03-03T00:00:00+05:45'],
  ['America/St_Johns', '2026-01-01T02:00:00Z', '2025-12-31T22:30:00-03:30'],
  ['Africa/Monrovia', '1971-06-01T00:44:30Z', '1971-06-01T00:00:30-00:44'],
])('%s at %s', (zone, instant, expected) => {
  expect(localInstants(zone)(Date.parse(instant) / 1_000)).toBe(expected);
  expect(Date.parse(expected)).toBe(Date.parse(instant));
});
