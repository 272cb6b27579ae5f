import type { FieldError } from '../errors.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { AcceptedRecord } from './types.ts';

/** The context in which records are parsed. */
export interface ParseContext {
  tenant: string;
  /** Time of receipt, seconds UTC. */
  now: number;
  /** Calling code in digits (`55`), used to complete national phone numbers. */
  countryCode?: string;
  keys: TenantKeys;
}

export type ParsedRecord =
  | { ok: true; record: AcceptedRecord }
  | { ok: false; type: string | null; id: string | null; errors: FieldError[] };
