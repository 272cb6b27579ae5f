import { offsetAt } from './zones.ts';

/**
 * Returns a function that formats seconds UTC as local time of `zone` (an IANA name) with its offset:
 * `2026-03-02T10:15:00+01:00`. Offsets with seconds, which no zone has had since 1972, are truncated to minutes; the
 * formatted instant stays exact.
 */
export function localInstants(zone: string): (seconds: number) => string {
  return (seconds) => {
    const minutes = Math.trunc(offsetAt(zone, seconds) / 60);
    const wall = new Date((seconds + minutes * 60) * 1_000).toISOString().slice(0, 19);
    const size = Math.abs(minutes);
    return `${wall}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
