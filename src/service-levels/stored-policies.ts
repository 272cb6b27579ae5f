import { serviceLevelFreezes, serviceLevelPolicies } from '../db/schema.ts';
import { queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { type RollupState, SELECT_STATE } from '../rollups/state.ts';
import type { PolicyScope, ServiceLevelPolicy } from './policy.ts';

const queries = queriesIn('service-levels');

/** SQL: all versions, by what they apply to, the earliest first. */
const SELECT_POLICIES = queries.select(serviceLevelPolicies, () => ({
  columns: {
    scope: serviceLevelPolicies.scope,
    member: serviceLevelPolicies.member,
    effective_at: serviceLevelPolicies.effective_at,
    id: serviceLevelPolicies.id,
    effective_from: serviceLevelPolicies.effective_from,
    body: serviceLevelPolicies.body,
    created_at: serviceLevelPolicies.created_at,
  },
  orderBy: [serviceLevelPolicies.scope, serviceLevelPolicies.member, serviceLevelPolicies.effective_at],
}));

/** SQL: all freezes, the earliest first. There are few. */
export const SELECT_FREEZES = queries.select(serviceLevelFreezes, () => ({
  columns: { closed_before: serviceLevelFreezes.closed_before, through: serviceLevelFreezes.through },
  orderBy: [serviceLevelFreezes.closed_before],
}));

/** A row of the policies. */
export interface PolicyRow {
  scope: string;
  member: string;
  effective_at: number;
  id: string;
  effective_from: string;
  body: string;
  created_at: number;
}

/** A row of the freezes. */
export interface FreezeRow {
  closed_before: number;
  through: string;
}

/** The days that are closed to new versions: everything before an instant (seconds UTC); its last date. */
interface Frozen {
  before: number;
  through: string;
}

/** What a tenant has agreed on. */
export interface Agreed {
  policies: ServiceLevelPolicy[];
  frozen: Frozen | undefined;
}

/** The policy that a row stands for. */
function policyIn({ scope, member, body, ...row }: PolicyRow): ServiceLevelPolicy {
  const appliesTo = scope === 'all' ? scope : ({ dimension: scope, member } as PolicyScope);
  const told = JSON.parse(body) as Pick<ServiceLevelPolicy, 'name' | 'rules'>;
  return {
    id: row.id,
    ...told,
    appliesTo,
    effectiveFrom: row.effective_from,
    effectiveAt: row.effective_at,
    createdAt: row.created_at,
  };
}

/** What the rows of both tables say. */
export function agreedIn(policies: readonly PolicyRow[], freezes: readonly FreezeRow[]): Agreed {
  const last = freezes.at(-1);
  return {
    policies: policies.map(policyIn),
    frozen: last && { before: last.closed_before, through: last.through },
  };
}

/** The tenant whose policies are read. `seen` is told of the state that they were read in. */
export interface PoliciesContext extends StoreContext {
  seen?: { note(state: RollupState, until: number): void };
}

/** All versions of the tenant's policies, in one trip. */
export async function readPolicies({ store, seen }: PoliciesContext): Promise<ServiceLevelPolicy[]> {
  const [[state], rows] = await store.batch([SELECT_STATE.with(), SELECT_POLICIES.with()]);
  if (state) seen?.note(state, Number.POSITIVE_INFINITY);
  return rows.map(policyIn);
}

/** The policies and what is closed to new ones. */
export async function readAgreed({ store }: StoreContext): Promise<Agreed> {
  const [policies, freezes] = await store.batch([SELECT_POLICIES.with(), SELECT_FREEZES.with()]);
  return agreedIn(policies, freezes);
}
