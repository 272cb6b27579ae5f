import type { Filter, Period, Query } from '../api/query.ts';

/** What a link says: the page, and of which period, in which zone, compared with what, filtered by what. */
export interface View {
  /** Path segments: the page, and of some pages a member. */
  path: readonly string[];
  period: NamedPeriod | { from: string; to: string };
  compare: Comparison;
  zone: string | undefined;
  filters: readonly Filter[];
  /** Parameters of the page's own, such as the order of a table. */
  own: Readonly<Record<string, string>>;
}

export const PERIODS = {
  today: { preset: 'today' },
  yesterday: { preset: 'yesterday' },
  last_7_days: { last: 'P7D' },
  last_30_days: { last: 'P30D' },
  last_90_days: { last: 'P90D' },
  this_week: { preset: 'this_week' },
  last_week: { preset: 'last_week' },
  this_month: { preset: 'this_month' },
  last_month: { preset: 'last_month' },
  this_year: { preset: 'this_year' },
} satisfies Record<string, Period>;

export type NamedPeriod = keyof typeof PERIODS;

export const COMPARISONS = ['previous', 'previous_year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const DEFAULT: Pick<View, 'period' | 'compare'> = { period: 'last_7_days', compare: 'previous' };
/** A date, or an instant with its offset. */
const BOUND = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?$/;
const OF_VIEW = ['period', 'from', 'to', 'compare', 'zone', 'filter'];
/** How a link writes the member null, which no id can be. */
const NO_VALUE = '(none)';

/** Reads a link. What it does not know falls back to the default, so that an old link still opens. */
export function viewOf(url: URL): View {
  const asked = url.searchParams;
  const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? ''];
  const period = asked.get('period') ?? '';
  const compare = COMPARISONS.find((name) => name === asked.get('compare'));
  return {
    path: url.pathname.split('/').filter(Boolean).map(decodeURIComponent),
    period:
      BOUND.test(from) && BOUND.test(to) && Date.parse(from) <= Date.parse(to)
        ? { from, to }
        : period in PERIODS
          ? (period as NamedPeriod)
          : DEFAULT.period,
    compare: compare ?? DEFAULT.compare,
    zone: asked.get('zone') ?? undefined,
    filters: asked.getAll('filter').flatMap(readFilter),
    own: Object.fromEntries([...asked].filter(([name]) => !OF_VIEW.includes(name))),
  };
}

/** The link of a view: its path and query, without what is the default. */
export function linkOf({ path, period, compare, zone, filters, own }: View): string {
  const asked = new URLSearchParams();
  if (typeof period === 'object') {
    asked.set('from', period.from);
    asked.set('to', period.to);
  } else if (period !== DEFAULT.period) asked.set('period', period);
  if (compare !== DEFAULT.compare) asked.set('compare', compare);
  if (zone) asked.set('zone', zone);
  for (const filter of filters) asked.append('filter', writeFilter(filter));
  for (const [name, value] of Object.entries(own)) if (value !== '') asked.set(name, value);
  const query = asked.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return `/${path.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/** A filter as `queue:q-1,q-2`, or `queue:!q-1` for all others. */
function writeFilter({ dimension, in: wanted, not_in: unwanted }: Filter): string {
  const members = (wanted ?? unwanted ?? []).map((member) =>
    member === null ? NO_VALUE : encodeURIComponent(member),
  );
  return `${dimension}:${unwanted ? '!' : ''}${members.join(',')}`;
}

function readFilter(text: string): Filter[] {
  const [, dimension, not, list] = /^([\w.]+):(!?)(.+)$/.exec(text) ?? [];
  if (!dimension || !list) return [];
  const members = list.split(',').map((member) => (member === NO_VALUE ? null : decodeURIComponent(member)));
  return [not ? { dimension, not_in: members } : { dimension, in: members }];
}

/** The part of a query that the view decides. */
export function scopeOf({ period, zone, filters }: View): Pick<Query, 'period' | 'time_zone' | 'filters'> {
  return {
    period: typeof period === 'object' ? period : PERIODS[period],
    ...(zone && { time_zone: zone }),
    ...(filters.length > 0 && { filters }),
  };
}

/** The comparison that a query names, if the view has one. A running unit is compared with as much of the one before. */
export function comparisonOf({ period, compare }: View): Pick<Query, 'compare'> {
  if (compare === 'none') return {};
  const isRunning = typeof period === 'string' && (period.startsWith('this_') || period === 'today');
  return { compare: compare === 'previous' && isRunning ? 'previous_elapsed' : compare };
}

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<NamedPeriod, number>> = {
  today: 1,
  yesterday: 1,
  last_7_days: 7,
  last_30_days: 30,
  last_90_days: 90,
  this_week: 7,
  last_week: 7,
  this_month: 31,
  last_month: 31,
  this_year: 365,
};

/** How many days a period has, at most; exact for dates. */
function daysOf({ period }: Pick<View, 'period'>): number {
  if (typeof period === 'string') return DAYS[period];
  return (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS + 1;
}

/** Longer ones cannot read a row per day of 200 members: the API reads at most 50,000 rows for a request. */
const MOST_DAYS = 240;

/** Whether a period is so long that figures of members come only from breakdowns, or of named members. */
export function isLong(view: Pick<View, 'period'>): boolean {
  return daysOf(view) > MOST_DAYS;
}

/** The grain in which a series over the period has between about 7 and 60 points. */
export function grainOf(view: Pick<View, 'period'>): 'hour' | 'day' | 'week' | 'month' {
  const days = daysOf(view);
  if (days <= 2) return 'hour';
  if (days <= 62) return 'day';
  return days <= 200 ? 'week' : 'month';
}
