import type { FieldError } from '../errors.ts';
import type { Dimension, IngestRecord, KeptRecord, RecordType } from './types.ts';

/** What is stored for a record's key, or was decided for it earlier in the same request. */
export interface StoredState {
  version: number;
  /** Empty for a tombstone. */
  digest: string;
  removed: boolean;
  /** Only for evaluations and quality reviews. */
  interactionId?: string;
  /** Only for interactions: the stored id, and whether it is the pseudonym of an erased customer. */
  customerId?: string;
  erased?: boolean;
  /** Only for shifts: the key of the agent's day under which it is stored. */
  agentDay?: string;
  /** Only for dimensions: the body of their record, which a deactivation keeps. */
  dimension?: Dimension;
}

export type Outcome = 'created' | 'updated' | 'unchanged' | 'stale' | 'deleted' | 'rejected';

/** What to write for a key after the whole request. */
export type Write =
  | { kind: 'keep'; record: KeptRecord }
  | {
      kind: 'remove';
      type: RecordType;
      id: string;
      version: number;
      dimension?: Dimension;
      interactionId?: string;
    }
  /** Equal content with a newer version. */
  | { kind: 'touch'; type: RecordType; id: string; version: number };

export interface Decision {
  /** One per record, in the order of the request. */
  outcomes: Outcome[];
  /** The last write of each key. */
  writes: Map<string, Write>;
  /**
   * Version of each interaction deletion that was applied; evaluations and reviews of the interaction are removed too.
   */
  deletedInteractions: Map<string, number>;
  /** Why records were rejected. */
  refusals: Map<IngestRecord, FieldError>;
}
