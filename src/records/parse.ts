import type { FieldError } from '../errors.ts';
import { accepting } from '../messages.ts';
import { redactPhone } from '../privacy/redact/redact.ts';
import { looksPersonal } from './customer.ts';
import { CUSTOMER_ERASURE } from './customer-erasure.ts';
import type { ParseContext, ParsedRecord, RecordDefinition } from './define.ts';
import { RECORDS } from './registry.ts';

const DEFINITIONS = new Map<string, Pick<typeof CUSTOMER_ERASURE, 'type' | 'read'> | RecordDefinition>(
  Object.entries({ ...RECORDS, customer: CUSTOMER_ERASURE }),
);
const typeError = accepting(`one of ${[...DEFINITIONS.keys()].join(', ')}`);
const MAX_ID_CHARACTERS = 128;

/**
 * Parses one record as sent: validates it, normalises it, fills in defaults. Pure; never throws. Errors name the field
 * and what is accepted, and contain no full phone number or e-mail address.
 */
export function parseRecord(raw: unknown, context: ParseContext): ParsedRecord {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return refused(null, null, [{ path: '', message: 'Must be a JSON object: a record.' }]);
  }
  const sent = raw as { type?: unknown; id?: unknown };
  const definition = typeof sent.type === 'string' ? DEFINITIONS.get(sent.type) : undefined;
  const id = shownId(sent.id);
  if (!definition) {
    return refused(null, id, [{ path: 'type', message: typeError({ input: sent.type }) }]);
  }
  const read = definition.read(raw, context);
  return Array.isArray(read) ? refused(definition.type, id, read) : { ok: true, ...read };
}

function refused(type: string | null, id: string | null, errors: FieldError[]): ParsedRecord {
  return { ok: false, type, id, errors };
}

/** The type, if known, and the id by which a sender can find its record. */
export function shownRecord(raw: unknown): { type: string | null; id: string | null } {
  const { type, id } = Object(raw) as { type?: unknown; id?: unknown };
  return { type: typeof type === 'string' && DEFINITIONS.has(type) ? type : null, id: shownId(id) };
}

/** The id by which a sender can find its record; masked if it is itself a phone number or an e-mail address. */
export function shownId(id: unknown): string | null {
  if (typeof id !== 'string' || id === '' || id.length > 2 * MAX_ID_CHARACTERS) return null;
  if (!looksPersonal(id)) return id;
  return id.includes('@') ? '***@***' : redactPhone(id);
}
