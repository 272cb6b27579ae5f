import { describe, expect, test } from 'vitest';
import { at, staffingClient } from './client.ts';

const GIVEN = { date: '2026-03-10', volume: 10, handle_seconds: 180 };

function aShift(id: string, from: string, to: string) {
  return {
    type: 'shift',
    id,
    agent_id: id,
    started_at: `2026-03-10T${from}Z`,
    ended_at: `2026-03-10T${to}Z`,
    activity: 'work',
  };
}

describe('with shifts', () => {
  test('agents who have a shift, on average over each interval', async () => {
    const it = await staffingClient();
    await it.send(aShift('a', '09:00:00', '17:00:00'), aShift('b', '09:15:00', '10:00:00'));
    const day = await it.askTwice(GIVEN);
    expect(['08:30', '09:00', '09:30', '10:00'].map((time) => at(day, time).scheduled)).toEqual([
      0, 1.5, 2, 1,
    ]);
    const byQuarters = await it.ask({ ...GIVEN, interval: '15m' });
    expect([at(byQuarters, '09:00').scheduled, at(byQuarters, '09:15').scheduled]).toEqual([1, 2]);
    expect(at(await it.ask({ ...GIVEN, queue: 'sales' }), '09:30').scheduled).toBeNull();
    expect(at(await it.ask({ ...GIVEN, date: '2026-03-11' }), '09:30').scheduled).toBeNull();
  });

  test('shifts to come count', async () => {
    const it = await staffingClient();
    const date = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    await it.send({
      ...aShift('a', '09:00:00', '17:00:00'),
      started_at: `${date}T09:00:00Z`,
      ended_at: `${date}T17:00:00Z`,
    });
    expect(at(await it.askTwice({ ...GIVEN, date }), '09:00').scheduled).toBe(1);
  });
});

test('without shifts nobody is known to be scheduled', async () => {
  const it = await staffingClient();
  expect(at(await it.ask(GIVEN), '09:00').scheduled).toBeNull();
});
