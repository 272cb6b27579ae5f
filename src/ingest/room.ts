import { BOUNDS } from '../bounds.ts';
import type { FieldError } from '../errors.ts';
import { utcDay } from '../facts/agent-day.ts';
import type {
  AgentStateRecord,
  AgentTimeType,
  Dimension,
  DimensionRecord,
  DimensionType,
  IngestRecord,
  KeptRecord,
  ShiftRecord,
} from '../records/types.ts';
import { dayKey } from './agent-days.ts';
import { inactive, isDimension } from './dimension-writes.ts';

/** Records that belong to an interaction and are bounded in number. */
export type AttachedType = 'evaluation' | 'quality_review';

/** How much is stored of everything that is bounded in number or size. */
export interface Occupied {
  /** Number of records per interaction id, for the interactions that the request adds to. */
  attached: Readonly<Record<AttachedType, ReadonlyMap<string, number>>>;
  /** Stored records of each dimension type in the request. */
  dimensions: ReadonlyMap<DimensionType, { records: number; bytes: number }>;
  /** States and shifts of the agents' days in the request, by `dayKey`. */
  agentDays: ReadonlyMap<string, Readonly<Record<AgentTimeType, number>>>;
}

/** The state of a record before a step, as far as the bounds need it. */
interface Before {
  removed: boolean;
  interactionId?: string;
  agentDay?: string;
  dimension?: Dimension;
}

const NOTHING: Occupied = {
  attached: { evaluation: new Map(), quality_review: new Map() },
  dimensions: new Map(),
  agentDays: new Map(),
};

/** Tracks how much more the bounds allow while the records of a request are decided in order. */
export class Room {
  readonly #attached: Record<AttachedType, Map<string, number>>;
  readonly #dimensions: Map<DimensionType, { records: number; bytes: number }>;
  readonly #agentDays: Map<string, Record<AgentTimeType, number>>;
  /** Where records were added: these must be within their bounds after the writes. */
  readonly grown = {
    evaluation: new Set<string>(),
    quality_review: new Set<string>(),
    dimensions: new Set<DimensionType>(),
  };

  constructor({ attached, dimensions, agentDays } = NOTHING) {
    this.#agentDays = new Map([...agentDays].map(([key, counts]) => [key, { ...counts }]));
    this.#attached = {
      evaluation: new Map(attached.evaluation),
      quality_review: new Map(attached.quality_review),
    };
    this.#dimensions = new Map(dimensions);
  }

  /** Counts a record in; returns an error, without counting it, if a bound is reached. */
  admit(record: KeptRecord, before: Before | undefined): FieldError | undefined {
    if (isAttached(record)) return this.#attach(record, before);
    if (record.type === 'agent_state' || record.type === 'shift') return this.#take(record, before);
    return isDimension(record) ? this.#name(record, before) : undefined;
  }

  /** Stops counting a record that is removed. */
  leave(record: Pick<IngestRecord, 'type'>, before: Before | undefined): void {
    if (isAttached(record) && before?.interactionId !== undefined && !before.removed) {
      this.#count(record.type, before.interactionId, -1);
    }
  }

  /** Stops counting everything that belongs to a removed interaction. */
  clear(interactionId: string): void {
    for (const counts of Object.values(this.#attached)) counts.set(interactionId, 0);
  }

  #attach(record: KeptRecord & { type: AttachedType }, before: Before | undefined): FieldError | undefined {
    const { type, interaction_id: id } = record;
    if (before && !before.removed && before.interactionId === id) return undefined;
    const most = BOUNDS.ratingsPerInteraction.value;
    if ((this.#attached[type].get(id) ?? 0) >= most) {
      const noun = type === 'evaluation' ? 'evaluations' : 'quality reviews';
      const message = `At most ${most} ${noun} are stored for one interaction, and this one has as many.`;
      return { path: 'interaction_id', message };
    }
    this.#count(type, id, 1);
    this.grown[type].add(id);
    this.leave(record, before);
    return undefined;
  }

  /** Counts a state or shift of an agent's day. What leaves a day makes room in the next request. */
  #take(
    { type, agent_id, body }: AgentStateRecord | ShiftRecord,
    before: Before | undefined,
  ): FieldError | undefined {
    const at = 'at' in body ? body.at : body.started_at;
    const key = dayKey(utcDay(at), agent_id);
    const counts = this.#agentDays.get(key) ?? { agent_state: 0, shift: 0 };
    const isThere =
      before !== undefined && (type === 'agent_state' || (!before.removed && before.agentDay === key));
    if (isThere) return undefined;
    const most = BOUNDS[type === 'shift' ? 'shiftsPerAgentDay' : 'statesPerAgentDay'].value;
    if (counts[type] >= most) {
      const message = `At most ${most} ${type === 'shift' ? 'shifts' : 'states'} of an agent begin on one UTC day, and there are as many.`;
      return { path: type === 'shift' ? 'started_at' : 'at', message };
    }
    this.#agentDays.set(key, { ...counts, [type]: counts[type] + 1 });
    return undefined;
  }

  #count(type: AttachedType, id: string, by: number): void {
    this.#attached[type].set(id, (this.#attached[type].get(id) ?? 0) + by);
  }

  #name(record: DimensionRecord, before: Before | undefined): FieldError | undefined {
    const { type, id, body } = record;
    const stored = before?.dimension;
    const { records, bytes } = this.#dimensions.get(type) ?? { records: 0, bytes: 0 };
    if (!stored && records >= BOUNDS.dimensionRecords.value) {
      const message = `At most ${BOUNDS.dimensionRecords.value} records of type ${type} are stored, and there are ${records}. Stored ones can be changed.`;
      return { path: '', message };
    }
    const growth = bytesOf(id, body) - (stored ? bytesOf(id, stored) : 0);
    const most = BOUNDS.dimensionBytes.value;
    if (growth > 0 && bytes + growth > most && !(stored && isDeactivation(type, stored, body))) {
      const message = `All records of type ${type} together may have at most ${most} bytes. Send a shorter one.`;
      return { path: '', message };
    }
    this.#dimensions.set(type, { records: records + (stored ? 0 : 1), bytes: bytes + growth });
    if (!stored || growth > 0) this.grown.dimensions.add(type);
    return undefined;
  }
}

function isAttached<Some extends Pick<IngestRecord, 'type'>>(
  record: Some,
): record is Some & { type: AttachedType } {
  return record.type === 'evaluation' || record.type === 'quality_review';
}

/** Whether the only change is that the dimension record is marked inactive. */
function isDeactivation(type: DimensionType, stored: Dimension, body: Dimension): boolean {
  return JSON.stringify(inactive(type, stored)) === JSON.stringify(body);
}

/** Bytes that a record takes in its part: the id, the body, and a colon and a comma. */
function bytesOf(id: string, body: Dimension): number {
  return Buffer.byteLength(JSON.stringify(id)) + Buffer.byteLength(JSON.stringify(body)) + 2;
}
