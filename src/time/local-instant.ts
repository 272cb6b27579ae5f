import { offsetAt } from './zones.ts';

const MINUTE = 60;

/**
 * Writes instants, in seconds UTC, as the clocks of `zone` show them: `2026-03-29T03:00:00+02:00`. An offset
 * that is no whole minute, as some zones had, is cut to the minute, so that the instant stays exact.
 */
export function localInstants(zone: string): (seconds: number) => string {
  return (seconds) => {
    const minutes = Math.trunc(offsetAt(zone, seconds) / MINUTE);
    const wall = new Date((seconds + minutes * MINUTE) * 1_000).toISOString().slice(0, 19);
    return `${wall}${offsetText(minutes)}`;
  };
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
