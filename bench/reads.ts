import { CALL_CENTERS, CAMPAIGNS, DEPARTMENTS, ENGAGEMENTS, TEAMS } from './reference/organisation.ts';

/** A route as described by the bench Worker. */
export interface RouteDescription {
  id: string;
  contract: string;
  method: string;
  path: string;
  credential: string;
  query: string[];
  params: string[];
}

/** Existing ids and values of the tenant, to query for. */
export interface Samples {
  /** Local dates, both inclusive. */
  from: string;
  to: string;
  interactionId: string;
  /** Of an evaluation with a rating. */
  evaluationId: string;
  /** The number of a customer with calls, in E.164. */
  phone: string;
}

/** One way to call a route. */
export interface Read {
  route: RouteDescription;
  /** Parameters other than the period; empty if there are none. */
  variant: string;
  path: string;
  hasPeriod: boolean;
  kind: 'figures' | 'list' | 'search';
}

const PERIODS: readonly (readonly [from: string, to: string])[] = [
  ['date_from', 'date_to'],
  ['dateFrom', 'dateTo'],
  ['start_date', 'end_date'],
];

/** One value for each optional parameter that changes what must be read. */
const OPTIONAL: Readonly<Record<string, string>> = {
  department_id: DEPARTMENTS[0]!,
  agent_id: 'agent-1',
  agentId: 'agent-1',
  user_id: 'agent-1',
  team_id: TEAMS[0]!,
  campaignId: CAMPAIGNS[0]!,
  callCenterId: CALL_CENTERS[0]!,
  engagementId: ENGAGEMENTS[0]!,
  channel: 'phone',
  outcome: 'resolved',
  rating: '5',
  action: 'phone_search',
  groupBy: 'week',
};

/** The quality contract has its own names. */
const GRANULARITY: Readonly<Record<string, string>> = { calls: 'week', quality: 'weekly' };

/**
 * Every way to call the tenant's reading routes in `routes`: without filters, with each optional filter, with all of
 * them. Leaves out routes of a single export, report or the like, which would have to be created first.
 */
export function readsOf(
  routes: readonly RouteDescription[],
  wanted: readonly string[],
  samples: Samples,
): Read[] {
  return routes
    .filter(({ method, credential }) => method === 'GET' && credential === 'tenant')
    .filter(({ id, path }) => wanted.length === 0 || wanted.some((part) => `${id} ${path}`.includes(part)))
    .flatMap((route) => {
      const path = pathOf(route, samples);
      return path === undefined ? [] : variantsOf(route, path, samples);
    });
}

function pathOf({ path, params }: RouteDescription, samples: Samples): string | undefined {
  if (params.length === 0) return path;
  if (path.endsWith('/evaluations/:id')) return path.replace(':id', samples.evaluationId);
  if (path.endsWith('/interactions/:id')) return path.replace(':id', samples.interactionId);
  return undefined;
}

type Parameter = [name: string, value: string];

function variantsOf(route: RouteDescription, path: string, samples: Samples): Read[] {
  const period = periodOf(route);
  const fixed: Parameter[] = period
    ? [
        [period[0], samples.from],
        [period[1], samples.to],
      ]
    : [];
  const kind = kindOf(route);
  const variants = kind === 'search' ? searches(samples) : filterings(route);
  return variants.map(({ name, parameters }) => {
    const query = new URLSearchParams([...fixed, ...parameters]).toString();
    return {
      route,
      variant: name,
      path: query === '' ? path : `${path}?${query}`,
      hasPeriod: period !== undefined,
      kind,
    };
  });
}

/** The entries of the audit log come from the run itself, so it is read for its own last days. */
function periodOf({ query, path }: RouteDescription): (typeof PERIODS)[number] | undefined {
  return path.endsWith('/audit-log') ? undefined : PERIODS.find(([from]) => query.includes(from));
}

interface Variant {
  name: string;
  parameters: Parameter[];
}

function searches({ phone }: Samples): Variant[] {
  return [
    { name: 'the last four digits', parameters: [['phone', phone.slice(-4)]] },
    { name: 'a whole number', parameters: [['phone', phone]] },
  ];
}

function filterings({ query, contract }: RouteDescription): Variant[] {
  const filters = query.flatMap((name): Parameter[] => {
    const value = name === 'granularity' ? GRANULARITY[contract] : OPTIONAL[name];
    return value === undefined ? [] : [[name, value]];
  });
  const many = filters.filter(([name]) => name !== 'granularity' && name !== 'groupBy');
  const dimensions = [[], ...filters.map((filter) => [filter]), ...(many.length > 1 ? [many] : [])];
  return dimensions.map((parameters) => ({
    name: parameters.map(([name, value]) => `${name}=${value}`).join(' '),
    parameters,
  }));
}

function kindOf({ query }: RouteDescription): Read['kind'] {
  if (query.includes('phone')) return 'search';
  return ['page_size', 'offset', 'cursor'].some((name) => query.includes(name)) ? 'list' : 'figures';
}

/** Number of items in a response: the length of its first list. */
export function itemsIn(body: unknown): number {
  const lists = Object.values((body ?? {}) as Record<string, unknown>).filter(Array.isArray);
  return lists[0]?.length ?? 0;
}
