import { type AuditActor, auditQueries } from '../audit/entry.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import type { BoundStatement } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { type FieldError, Unavailable } from '../errors.ts';
import { changeLogQueries, type Touched } from '../facts/change-log.ts';
import { type Forgetting, forgettable, forgetting, memoryQueries } from '../privacy/erasure/erasure-plan.ts';
import { erasureQueries } from '../privacy/erasure/erasure-writes.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { Decision, Outcome, StoredState, Write } from '../records/decision.ts';
import type { AcceptedRecord, IngestRecord, InteractionRecord } from '../records/types.ts';
import { type Backlog, SELECT_BACKLOG } from '../rollups/changes.ts';
import { checkQuotas, countQueries } from '../usage/counting.ts';
import type { Quotas } from '../usage/quotas.ts';
import { agentDayWriteQueries } from './agent-day-writes.ts';
import { keepSmall, makeRoom } from './backlog.ts';
import { decide, keyOf } from './decide.ts';
import { deletionEntries } from './deletions.ts';
import { counterQueries, dimensionQueries } from './dimension-writes.ts';
import { factQueries } from './fact-writes.ts';
import { guardQueries } from './guard.ts';
import { roomGuards } from './occupied.ts';
import { Room } from './room.ts';
import { touchQueries } from './row-writes.ts';
import type { StoredAgentTime } from './stored-agent-time.ts';
import { type FactTable, storedStates, tableOf } from './stored-states.ts';
import { comingOf } from './usage.ts';

interface StoreInput {
  records: readonly AcceptedRecord[];
  /** Decide, but write nothing. */
  dryRun?: boolean;
  /** Store all records or none: nothing is written if one is rejected. */
  atomic?: boolean;
  /** More queries that fail the transaction if the write must not happen. */
  guards?: readonly BoundStatement[];
  /** More writes for the same transaction. */
  also?: readonly BoundStatement[];
  /** Quotas to enforce. Without them, records are only counted. */
  quotas?: Quotas;
}

interface WriteContext extends TimedContext {
  readonly keys: TenantKeys;
  /** The sender, for the audit log of deletions and erasures. Default: the system. */
  actor?: AuditActor;
}

export interface Stored {
  /** One per record, in order. */
  outcomes: Outcome[];
  /** Why records were rejected, for each record with that outcome. */
  refusals: ReadonlyMap<AcceptedRecord, FieldError>;
  /** Whether anything was written. */
  wrote: boolean;
  /** The changes that are pending now. */
  backlog: Backlog;
}

const SYSTEM: AuditActor = { kind: 'system', id: 'ingest' };
/** How often a write is retried after losing to another writer of the same records. */
const MAX_ATTEMPTS = 6;

/**
 * Decides records in order, stores them and logs the changes that affect figures, in one transaction.
 * Throws Unavailable, with nothing stored, if other writers keep changing the same records or the backlog cannot be
 * kept small (deletions are stored all the same); the error of a guard of the caller that fails (see db/conflict.ts);
 * and what `checkQuotas` throws beyond a quota.
 */
export async function storeRecords(
  context: WriteContext,
  { records, ...options }: StoreInput,
): Promise<Stored> {
  const { store, keys, now, actor = SYSTEM } = context;
  const facts = records.filter((record) => record.type !== 'customer');
  const subject = forgettable(records, keys);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { states, backlog, memory, occupied, used, agentTime } = await storedStates(context, {
      records: facts,
      memory: memoryQueries(subject),
    });
    const forgotten = forgetting(subject, memory, now);
    const room = new Room(occupied);
    const decision = forgotten.applied(decide(facts, states, room), states);
    const { refusals } = decision;
    const outcomes = inOrder(records, decision.outcomes, forgotten.due.outcomes);
    const nothing = decision.writes.size === 0 && forgotten.due.targets.size === 0;
    if (options.dryRun || nothing || (options.atomic && refusals.size > 0)) {
      return { outcomes, refusals, wrote: false, backlog };
    }
    if (options.quotas) checkQuotas(comingOf(decision, states), used, options.quotas, now);
    await makeRoom(context, { backlog, decision });
    try {
      const queries = [
        ...(await writeQueries(context, { decision, forgotten, states, agentTime, ...options })),
        ...roomGuards(room),
        ...deletionEntries(records, outcomes, actor, now),
        ...(options.also ?? []),
      ];
      const [[left]] = (await store.batch([...queries, SELECT_BACKLOG.with()])).slice(-1) as [[Backlog]];
      return {
        outcomes,
        refusals,
        wrote: true,
        backlog: await keepSmall(context, { backlog: left, decision }),
      };
    } catch (error) {
      if (!isTransactionConflict(error) || options.guards?.length) throw error;
    }
  }
  throw new Unavailable('Other requests are changing the same records. Send the request again.', 1);
}

/** What was decided about records, and what that was based on. */
interface Decided extends Pick<StoreInput, 'guards' | 'quotas'> {
  decision: Decision;
  forgotten: Forgetting;
  states: ReadonlyMap<string, StoredState>;
  agentTime: StoredAgentTime;
}

async function writeQueries(
  { store, keys, now, actor = SYSTEM }: WriteContext,
  { decision, forgotten: { guard, due }, states: stored, agentTime, guards = [], quotas }: Decided,
): Promise<BoundStatement[]> {
  const writes = byTable(decision.writes.values());
  const stamp = crypto.randomUUID();
  const log = changeLogQueries(
    touchedInteractions(decision, stored),
    writes.daily_counters.filter((write) => write.kind !== 'touch').map(identity),
    stamp,
    now,
  );
  return [
    ...guards,
    ...guardQueries([...decision.writes.values()].map(identity), (key) => stored.get(keyOf(key))),
    guard,
    ...countQueries(comingOf(decision, stored), quotas, now),
    ...erasureQueries([...due.targets.values()], due.numbers, now),
    ...auditQueries(
      due.entries.map((entry) => ({ action: 'customer_erased', actor, ...entry })),
      now,
    ),
    ...log.before,
    ...(await factQueries(
      {
        interactions: writes.interactions,
        evaluations: writes.evaluations,
        reviews: writes.quality_reviews,
        deletedInteractions: decision.deletedInteractions,
        arrivals: log.arrivals,
      },
      keys,
      store.tenant,
    )),
    ...dimensionQueries(writes.dimensions),
    ...counterQueries(writes.daily_counters),
    ...agentDayWriteQueries(writes.agent_days, agentTime, stamp, now),
    ...touchQueries([...decision.writes.values()]),
    ...log.after,
  ];
}

/** Merges the outcomes of facts and of erasures: one per record, in order. */
function inOrder(
  records: readonly AcceptedRecord[],
  ofFacts: readonly Outcome[],
  ofErasures: readonly Outcome[],
): Outcome[] {
  const [facts, erasures] = [ofFacts.values(), ofErasures.values()];
  return records.map(({ type }) => (type === 'customer' ? erasures : facts).next().value as Outcome);
}

function identity(write: Write): Pick<IngestRecord, 'type' | 'id'> {
  return write.kind === 'keep' ? write.record : write;
}

function byTable(writes: Iterable<Write>): Record<FactTable, Write[]> {
  const tables: Record<FactTable, Write[]> = {
    interactions: [],
    evaluations: [],
    quality_reviews: [],
    daily_counters: [],
    dimensions: [],
    agent_days: [],
  };
  for (const write of writes) tables[tableOf(identity(write).type)].push(write);
  return tables;
}

/** Interactions whose image changes: those that are written, and those whose evaluations or reviews are written. */
function touchedInteractions(decision: Decision, stored: ReadonlyMap<string, StoredState>): Touched[] {
  const touched = new Map<string, Touched>();
  const mention = (id: string | undefined): void => {
    if (id !== undefined && id !== '' && !touched.has(id)) touched.set(id, untouchedCall(id, false));
  };
  for (const [key, write] of decision.writes) {
    if (write.kind === 'touch') continue;
    const { type, id } = identity(write);
    if (type === 'interaction') {
      touched.set(
        id,
        write.kind === 'keep'
          ? writtenCall(write.record as InteractionRecord, !stored.has(key))
          : untouchedCall(id, true),
      );
    } else if (type === 'evaluation' || type === 'quality_review') {
      mention(stored.get(key)?.interactionId);
      if (write.kind === 'keep' && 'interaction_id' in write.record) mention(write.record.interaction_id);
    }
  }
  for (const id of decision.deletedInteractions.keys()) mention(id);
  return [...touched.values()];
}

function untouchedCall(id: string, written: boolean): Touched {
  return { id, isNew: false, written, customerId: null, departmentId: null, startedAt: null };
}

function writtenCall({ id, body }: InteractionRecord, isNew: boolean): Touched {
  if (body.kind !== 'call' || body.status === 'open') return { ...untouchedCall(id, true), isNew };
  return {
    id,
    isNew,
    written: true,
    customerId: body.customer_id ?? null,
    departmentId: body.department_id ?? null,
    startedAt: body.started_at,
  };
}
