import { describe, expect, test } from 'vitest';
import { at, staffingClient } from './client.ts';

const DATE = '2026-03-10';
const GIVEN = { date: DATE, volume: 100, handle_seconds: 180 };

describe('given volumes and handle times', () => {
  test('100 calls of 180 seconds in half an hour need 14 agents', async () => {
    const it = await staffingClient();
    const day = await it.ask(GIVEN);
    expect(day.forecast).toBeNull();
    expect(day.intervals).toHaveLength(48);
    expect(new Set(day.intervals.map(({ at: _at, ...figures }) => JSON.stringify(figures))).size).toBe(1);
    expect(at(day, '13:30')).toEqual({
      at: '2026-03-10T13:30:00+00:00',
      volume: 100,
      low: null,
      high: null,
      handle_seconds: 180,
      required: 14,
      to_schedule: 20,
      scheduled: null,
      service_level: 88.8,
      average_speed_of_answer: 7.8,
      occupancy: 71.4,
      actual: { volume: 0, handle_seconds: null, service_level: null, average_speed_of_answer: null },
    });
  });

  test.each([
    [{ shrinkage: 0 }, { required: 14, to_schedule: 14 }],
    [{ shrinkage: 0.9 }, { required: 14, to_schedule: 140 }],
    [{ interval: '15m', volume: 50 }, { required: 14 }],
    [{ target: { percent: 95, seconds: 10 } }, { required: 16 }],
    [{ target: { percent: 50, seconds: 60 } }, { required: 11 }],
    [{ model: 'erlang_a', patience_seconds: 120 }, { required: 12 }],
    [
      { volume: 0.4, handle_seconds: 60 },
      { required: 1, occupancy: 1.3 },
    ],
    [{ volume: 0 }, { required: 0, to_schedule: 0, service_level: null, occupancy: null }],
    [{ volume: 10_000, handle_seconds: 3_600 }, { required: 20_104 }],
  ])('%o', async (more, expected) => {
    const it = await staffingClient();
    expect(at(await it.ask({ ...GIVEN, ...more }), '09:00')).toMatchObject(expected);
  });

  test('a list has one value per interval', async () => {
    const it = await staffingClient();
    const volume = Array.from({ length: 48 }, (_, index) => index);
    const { intervals } = await it.ask({ ...GIVEN, volume });
    expect(intervals.map((each) => each.volume)).toEqual(volume);
  });

  test('a volume alone: handle times are forecast, and unknown without history', async () => {
    const it = await staffingClient();
    expect(at(await it.ask({ date: DATE, volume: 5 }), '09:00')).toMatchObject({
      volume: 5,
      handle_seconds: null,
      required: null,
      to_schedule: null,
      service_level: null,
    });
  });
});

describe('refused', () => {
  test.each<[object, string, string]>([
    [{}, 'date', 'Required: a date YYYY-MM-DD in the years 1970 to 2100.'],
    [{ date: '2026-02-30' }, 'date', 'Must be a date YYYY-MM-DD in the years 1970 to 2100.'],
    [{ date: '2026-03-10T00:00:00Z' }, 'date', 'Must be a date YYYY-MM-DD in the years 1970 to 2100.'],
    [{ interval: '1h' }, 'interval', 'Must be one of 15m, 30m.'],
    [{ model: 'erlang_a' }, 'patience_seconds', 'Required with the model erlang_a.'],
    [{ patience_seconds: 60 }, 'patience_seconds', 'Only accepted with the model erlang_a.'],
    [{ shrinkage: 0.95 }, 'shrinkage', 'Must be a number from 0 to 0.9.'],
    [{ target: { percent: 100, seconds: 20 } }, 'target.percent', 'Must be a number from 1 to 99.9.'],
    [{ target: { percent: 80 } }, 'target.seconds', 'Required: a whole number from 0 to 3600.'],
    [{ volume: -1 }, 'volume', 'Must be a number from 0 to 10000.'],
    [{ volume: [1, -1] }, 'volume.1', 'Must be a number from 0 to 10000.'],
    [
      { volume: [1, 2] },
      'volume',
      'Must be one number, or one for each of the 48 intervals of the date; it has 2.',
    ],
    [
      { interval: '15m', handle_seconds: Array.from({ length: 48 }, () => 100) },
      'handle_seconds',
      'Must be one number, or one for each of the 96 intervals of the date; it has 48.',
    ],
  ])('%o: %s', async (body, path, message) => {
    const it = await staffingClient();
    const { errors } = await it.refused(Object.keys(body).length > 0 ? { date: DATE, ...body } : body);
    expect(errors).toEqual([{ path, message }]);
  });
});
