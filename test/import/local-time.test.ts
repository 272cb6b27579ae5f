import { describe, expect, it } from 'vitest';
import { instantOfLocal, isZone } from '../../scripts/import/local-time.ts';

const wall = (text: string) => Date.parse(`${text}Z`) / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('instantOfLocal', () => {
  it.each([
    ['UTC', '2021-01-01T09:00:00', '2021-01-01T09:00:00', 'no offset'],
    ['Asia/Jerusalem', '1999-01-01T00:00:31', '1998-12-31T22:00:31', 'the day before in UTC'],
    ['America/Sao_Paulo', '2026-03-01T12:00:00', '2026-03-01T15:00:00', 'behind UTC'],
    ['Asia/Kathmandu', '2026-03-01T12:00:00', '2026-03-01T06:15:00', 'a quarter of an hour'],
    ['Europe/Berlin', '2026-03-29T01:59:59', '2026-03-29T00:59:59', 'last second before the gap'],
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00', 'in the gap: forward by it, 03:30'],
    ['Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T01:00:00', 'first second after the gap'],
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00', 'occurs twice: the first'],
    ['Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00', 'after both'],
    ['America/New_York', '2026-11-01T01:15:00', '2026-11-01T05:15:00', 'occurs twice, west: the first'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00', 'half an hour occurs twice'],
    ['Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-03T15:40:00', 'a gap of half an hour, 02:40'],
    ['America/Sao_Paulo', '2018-11-04T00:00:00', '2018-11-04T03:00:00', 'midnight skipped, 01:00'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00', 'a day skipped, noon of the 31st'],
  ])('%s %s is %s (%s)', (zone, local, utc) => {
    expect(iso(instantOfLocal(zone, wall(local)))).toBe(utc);
  });
});

describe('isZone', () => {
  it.each([
    ['Europe/Lisbon', true],
    ['UTC', true],
    ['Europe/Nowhere', false],
    ['', false],
  ])('%j is %s', (name, expected) => {
    expect(isZone(name)).toBe(expected);
  });
});
