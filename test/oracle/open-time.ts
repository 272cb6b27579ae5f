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

/** Whether the minute that begins at `at` (seconds UTC) is open by the wall clock. */
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

/** The first instant, at most `latest`, by which `seconds` of open time have passed since `start`; minute by minute. */
export function plainDue(
  hours: PlainHours,
  start: number,
  seconds: number,
  latest: number,
): number | undefined {
  let left = seconds;
  for (let at = start; at < latest; at = (Math.floor(at / 60) + 1) * 60) {
    if (!isOpen(hours, Math.floor(at / 60) * 60)) continue;
    const rest = (Math.floor(at / 60) + 1) * 60 - at;
    if (left <= rest) return at + left <= latest ? at + left : undefined;
    left -= rest;
  }
  return undefined;
}
