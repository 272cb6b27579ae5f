import { describe, expect, it } from 'vitest';
import { readSeconds } from '../../../scripts/import/mapping/durations.ts';

describe('readSeconds', () => {
  it.each<[string, number, string?, string?]>([
    ['109.0', 109],
    ['0.5', 1],
    ['17', 1020, 'min'],
    ['1,25', 75, 'min', ','],
    ['1.5', 5400, 'h'],
    ['2', 172_800, 'd'],
    ['143500', 144, 'ms'],
    ['00:02:23', 143],
    ['00:02:23', 143, 'clock'],
    ['25:00:00', 90_000],
    ['7:05', 425],
    ['75:10', 4510],
    ['00:01.5', 2],
    ['2m 23s', 143],
    ['2 min, 23 sec', 143],
    ['1h 2m', 3720],
    ['143 s', 143],
    ['143s', 143],
    ['2 minutes 23 seconds', 143],
    ['1500 ms', 2],
    ['PT2M23S', 143],
    ['P1DT1H', 90_000],
    ['0 days 00:02:23.500000', 144],
    ['1 day, 2:03:04', 93_784],
    ['1.02:03:04', 93_784, 'clock'],
    ['P0Y0M0DT0H2M23S', 143],
    ['-37', -37],
  ])('%s is %i s', (text, expected, unit, mark) => {
    expect(readSeconds(text, unit, mark)).toBe(expected);
  });

  it.each<[string, string, string?]>([
    ['00:61:00', 'accepted are hh:mm:ss and mm:ss'],
    ['90', 'accepted are hh:mm:ss and mm:ss', 'clock'],
    ['2m', 'accepted are hh:mm:ss and mm:ss', 'clock'],
    ['1.02:03', 'accepted are hh:mm:ss and mm:ss'],
    ['P1Y', 'is not a duration'],
    ['1 day, 2:63:04', 'is not a duration'],
    ['1:60', 'accepted are hh:mm:ss'],
    ['2 weeks', 'is not a duration'],
    ['soon', 'is not a duration'],
    ['P', 'is not a duration'],
    ['7', 'is no unit of time; accepted are ms, s, min, h, d, clock', 'weeks'],
  ])('refuses %s: %s', (text, message, unit) => {
    expect(() => readSeconds(text, unit)).toThrow(message);
  });
});
