import type { FieldError } from '../errors.ts';
import { utcDay } from '../facts/agent-day.ts';
import type { Decision, Outcome, StoredState, Write } from '../records/decision.ts';
import { isCut, isSameContent } from '../records/digest.ts';
import type { IngestRecord, KeptRecord, RecordType } from '../records/types.ts';
import { dayKey } from './agent-days.ts';
import { isDimension } from './dimension-writes.ts';
import { Room } from './room.ts';

/** The key of a record among all records of its tenant. */
export function keyOf(record: { type: RecordType; id: string }): string {
  return `${record.type} ${record.id}`;
}

/**
 * Decides the outcome of records in the order they were sent, given the stored states: by version (`updated_at`) and by
 * digest. A record to be written must fit into `room`, otherwise it is rejected. Does not modify `stored`.
 */
export function decide(
  records: readonly IngestRecord[],
  stored: ReadonlyMap<string, StoredState>,
  room = new Room(),
): Decision {
  const states = new Map(stored);
  const writes = new Map<string, Write>();
  const deletedInteractions = new Map<string, number>();
  const refusals = new Map<IngestRecord, FieldError>();
  const outcomes = records.map((record) => {
    const key = keyOf(record);
    const before = states.get(key);
    const { outcome, state, write } = step(record, before);
    const refusal = write?.kind === 'keep' ? room.admit(write.record, before) : undefined;
    if (refusal) {
      refusals.set(record, refusal);
      return 'rejected';
    }
    if (state) states.set(key, state);
    if (write) writes.set(key, merged(writes.get(key), write));
    if (write?.kind === 'remove') room.leave(record, before);
    if (write?.kind === 'remove' && record.type === 'interaction') {
      room.clear(record.id);
      deletedInteractions.set(record.id, record.version);
      removeAttached(record.id, record.version, states, writes);
    }
    return outcome;
  });
  return { outcomes, writes, deletedInteractions, refusals };
}

interface Step {
  outcome: Outcome;
  state?: StoredState;
  write?: Write;
}

function step(record: IngestRecord, state: StoredState | undefined): Step {
  if (state && record.version < state.version) return { outcome: 'stale' };
  if (record.deleted) {
    const gone: StoredState = {
      ...state,
      version: record.version,
      digest: '',
      removed: true,
    };
    const { type, id, version } = record;
    const write: Write = {
      kind: 'remove',
      type,
      id,
      version,
      ...(state?.dimension && { dimension: state.dimension }),
      ...(state?.interactionId !== undefined && { interactionId: state.interactionId }),
    };
    const known = state !== undefined && !state.removed;
    if (!known && state?.version === version) return { outcome: 'unchanged' };
    return { outcome: known ? 'deleted' : 'unchanged', state: gone, write };
  }
  const kept: StoredState = {
    version: record.version,
    digest: record.digest,
    removed: false,
    ...('interaction_id' in record && { interactionId: record.interaction_id }),
    ...(record.type === 'shift' &&
      'agent_id' in record && { agentDay: dayKey(utcDay(record.body.started_at), record.agent_id) }),
    ...(isDimension(record) && { dimension: record.body }),
  };
  if (!state || state.removed) return { outcome: 'created', state: kept, write: { kind: 'keep', record } };
  if (!isStored(record, state)) return { outcome: 'updated', state: kept, write: { kind: 'keep', record } };
  if (state.version === record.version) return { outcome: 'unchanged' };
  return {
    outcome: 'unchanged',
    state: kept,
    write: { kind: 'touch', type: record.type, id: record.id, version: record.version },
  };
}

/**
 * Whether a record is stored as sent. If the stored personal data was deleted, only the facts are compared, and the
 * customer; after an erasure the customer is not compared, because the stored id is a pseudonym.
 */
function isStored(record: KeptRecord, state: StoredState): boolean {
  if (!isSameContent(state.digest, record.digest)) return false;
  if (record.type !== 'interaction' || !isCut(state.digest) || state.erased) return true;
  return state.customerId === record.body.customer_id;
}

/** A touch after another write of the same request only changes the version of that write. */
function merged(earlier: Write | undefined, write: Write): Write {
  if (write.kind !== 'touch' || !earlier || earlier.kind === 'touch') return write;
  return earlier.kind === 'keep'
    ? { kind: 'keep', record: { ...earlier.record, version: write.version } }
    : { ...earlier, version: write.version };
}

function removeAttached(
  interactionId: string,
  version: number,
  states: Map<string, StoredState>,
  writes: Map<string, Write>,
): void {
  for (const [key, state] of states) {
    if (state.interactionId !== interactionId || state.removed) continue;
    const [type, id] = splitKey(key);
    const gone = Math.max(version, state.version);
    states.set(key, { version: gone, digest: '', removed: true, interactionId });
    writes.set(key, { kind: 'remove', type, id, version: gone, interactionId });
  }
}

function splitKey(key: string): [RecordType, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space) as RecordType, key.slice(space + 1)];
}
