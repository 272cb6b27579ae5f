/** Business hours as they are sent. */
export interface PlainHours {
  timeZone: string;
  opening: Readonly<Record<string, readonly { from: string; to: string }[]>>;
  holidays: readonly string[];
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(zone, clock);
  return clock;
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Opening and changes of clocks are on quarters of an hour. */
const STEP = 900;

/** Whether the quarter of an hour that begins at `at` (seconds UTC) is open by the wall clock. */
function isOpen({ timeZone, opening, holidays }: PlainHours, at: number): boolean {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(at * 1_000)
      .map(({ type, value }) => [type, value]),
  );
  if (holidays.includes(`${parts.year}-${parts.month}-${parts.day}`)) return false;
  const time = `${parts.hour}:${parts.minute}`;
  const today = parts.weekday!.toLowerCase();
  const yesterday = DAYS[(DAYS.indexOf(today) + 6) % 7]!;
  return (
    (opening[today] ?? []).some(({ from, to }) => time >= from && (to <= from || time < to)) ||
    (opening[yesterday] ?? []).some(({ from, to }) => to <= from && time < to)
  );
}

const known = new WeakMap<PlainHours, Map<number, boolean>>();

function wasOpen(hours: PlainHours, at: number): boolean {
  const quarters = known.get(hours) ?? new Map<number, boolean>();
  known.set(hours, quarters);
  const open = quarters.get(at) ?? isOpen(hours, at);
  quarters.set(at, open);
  return open;
}

/**
 * The first instant, at most `latest`, by which `seconds` of open time have passed since `start`; quarter of an hour by
 * quarter of an hour.
 */
export function plainDue(
  hours: PlainHours,
  start: number,
  seconds: number,
  latest: number,
): number | undefined {
  let left = seconds;
  let next = start;
  for (let at = start; at < latest; at = next) {
    next = (Math.floor(at / STEP) + 1) * STEP;
    if (!wasOpen(hours, next - STEP)) continue;
    const rest = next - at;
    if (left <= rest) return at + left <= latest ? at + left : undefined;
    left -= rest;
  }
  return undefined;
}
