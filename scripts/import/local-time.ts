const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, clock);
  return clock;
}

/** Seconds by which the clocks of an IANA zone are ahead of UTC at an instant (epoch seconds). */
function offsetAt(zone: string, epochSeconds: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockOf(zone).formatToParts(epochSeconds * 1000)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - epochSeconds;
}

/** Whether `name` is a time zone that this runtime knows. */
export function isZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

const DAY = 86_400;

/**
 * The instant (epoch seconds) at which the clocks of a zone show a local time.
 * `wallSeconds` is that local time read as if it were UTC. A time that a zone skips moves forward by the gap;
 * one that occurs twice is the first.
 */
export function instantOfLocal(zone: string, wallSeconds: number): number {
  if (zone === 'UTC') return wallSeconds;
  const before = offsetAt(zone, wallSeconds - DAY);
  const after = offsetAt(zone, wallSeconds + DAY);
  const fitting = [before, after].filter((offset) => offsetAt(zone, wallSeconds - offset) === offset);
  return fitting.length === 0 ? wallSeconds - before : wallSeconds - Math.max(...fitting);
}
