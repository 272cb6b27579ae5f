import type { FieldError } from '../errors.ts';
import type { Dimension, IngestRecord, KeptRecord, RecordType } from './types.ts';

/** What is stored under a record's key, or was decided for it earlier in the same request. */
export interface StoredState {
  version: number;
  /** Empty for a tombstone. */
  digest: string;
  removed: boolean;
  /** Evaluations and quality reviews. */
  interactionId?: string;
  /** Interactions: as stored, and whether it is the pseudonym of an erased customer. */
  customerId?: string;
  erased?: boolean;
  /** Dimensions: what their record holds, for a deactivation keeps it. */
  dimension?: Dimension;
}

export type Outcome = 'created' | 'updated' | 'unchanged' | 'stale' | 'deleted' | 'rejected';

/** What is to be written under a key after the whole request. */
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
  /** Equal content, newer version. */
  | { kind: 'touch'; type: RecordType; id: string; version: number };

export interface Decision {
  /** One a record, in the order of the request. */
  outcomes: Outcome[];
  /** The last write of each key. */
  writes: Map<string, Write>;
  /** Interactions whose deletion was applied at some point, with its version: what hangs on them goes too. */
  deletedInteractions: Map<string, number>;
  /** Why the records that were rejected were. */
  refusals: Map<IngestRecord, FieldError>;
}
