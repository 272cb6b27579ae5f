import { expect, test } from 'vitest';
import { localInstants } from '../../src/time/local-instant.ts';

test.each([
  ['UTC', '2026-03-10T12:00:00Z', '2026-03-10T12:00:00+00:00'],
  ['Asia/Kathmandu', '2026-03-10T18:15:00Z', '2026-03-11T00:00:00+05:45'],
  ['America/St_Johns', '2026-01-01T03:29:59Z', '2025-12-31T23:59:59-03:30'],
  ['Europe/Paris', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
  ['Europe/Paris', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
  ['Europe/Paris', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
  ['Europe/Paris', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
  ['Africa/Monrovia', '1971-06-01T00:44:30Z', '1971-06-01T00:00:30-00:44'],
])('in %s, %s is %s', (zone, instant, expected) => {
  const written = localInstants(zone)(Date.parse(instant) / 1_000);
  expect(written).toBe(expected);
  expect(Date.parse(written)).toBe(Date.parse(instant));
});
