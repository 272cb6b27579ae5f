import type { FieldTable } from './field-table.ts';
import type {
  DerivedFields,
  KeptFields,
  SentApart,
  SentFields,
  SentShape,
  ShownApart,
  ShownFields,
  ShownShape,
} from './field-types.ts';
import type { Mending, Mendings } from './mending.ts';

/**
 * What is done with every field of a table, in its order. TypeScript cannot follow a loop over the names of a type, so
 * each result is cast to the type that is made from the same table. Loops that run for every record create no lists.
 */

/** The shape of the schema of what is sent. */
export function sentShape<Fields extends FieldTable>(fields: Fields): SentShape<Fields> {
  return shapeOf(fields, 'sent') as SentShape<Fields>;
}

/** The shape of the schema of what the API shows. */
export function shownShape<Fields extends FieldTable>(fields: Fields): ShownShape<Fields> {
  return shapeOf(fields, 'shown') as ShownShape<Fields>;
}

/** The side fields of a table, those inside objects included, by path. */
export function mendingsOf(fields: FieldTable): Mendings {
  const mendings: Record<string, Mending> = {};
  for (const [name, { mended }] of Object.entries(fields)) {
    if (!mended) continue;
    if (!('fields' in mended)) mendings[name] = mended;
    else for (const [inner, mending] of Object.entries(mended.fields)) mendings[`${name}.${inner}`] = mending;
  }
  return mendings;
}

/** What the rules of the fields find wrong with a sent record whose fields are each valid. */
export function brokenRules<Fields extends FieldTable>(
  fields: Fields,
  sent: SentFields<Fields>,
): { path: string; message: string }[] {
  const broken = [];
  for (const path in fields) {
    const message = fields[path]?.rule?.(at(sent, path) as never, sent as never);
    if (message !== undefined) broken.push({ path, message });
  }
  return broken;
}

/** The body to store: sent values in their stored form and derived values. Absent values are left out. */
export function keptFields<Fields extends FieldTable>(
  fields: Fields,
  sent: SentFields<Fields>,
  derived: DerivedFields<Fields>,
): KeptFields<Fields> {
  return keptValues(fields, sent, derived) as KeptFields<Fields>;
}

/** Like `keptFields`, for the fields of an object inside a record. */
export function keptValues(fields: FieldTable, sent: object, derived: object): object {
  const body: Record<string, unknown> = {};
  for (const name in fields) {
    const kept = fields[name]?.kept;
    const value = kept && at(kept.source === 'derived' ? derived : sent, name);
    if (!kept || value === undefined || value === null) continue;
    const stored = kept.source === 'derived' ? value : kept.form.keep(value);
    if (stored !== undefined) body[name] = stored;
  }
  return body;
}

/** A stored body as the API shows it, null for absent values. `apart` has what is stored outside the body. */
export function shownFields<Fields extends FieldTable>(
  fields: Fields,
  body: KeptFields<Fields>,
  apart: ShownApart<Fields>,
): ShownFields<Fields> {
  return shownValues(fields, body, apart) as ShownFields<Fields>;
}

/** Like `shownFields`, for the fields of an object inside a record. */
export function shownValues(fields: FieldTable, body: object, apart: object): object {
  const shown: Record<string, unknown> = {};
  for (const [name, { kept, shown: isShown }] of Object.entries(fields)) {
    if (!isShown) continue;
    const value = at(kept ? body : apart, name) ?? null;
    shown[name] = kept && value !== null ? kept.form.show(value as never) : value;
  }
  return shown;
}

/** A stored body as it would be sent. `apart` has the sent form of what is stored outside the body. */
export function sentFields<Fields extends FieldTable>(
  fields: Fields,
  body: KeptFields<Fields>,
  apart: SentApart<Fields>,
): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const [name, { kept, sent: isSent }] of Object.entries(fields)) {
    if (!isSent) continue;
    const value = at(kept ? body : apart, name);
    sent[name] = kept && value !== undefined ? withoutNulls(kept.form.show(value as never)) : value;
  }
  return sent;
}

/** Nulls stand for absent values only in what is shown. */
function withoutNulls(shown: unknown): unknown {
  if (typeof shown !== 'object' || shown === null || Array.isArray(shown)) return shown;
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null));
}

/** Whether a value read from storage is a body with these fields. */
export function holdsFields(fields: FieldTable, read: unknown): boolean {
  if (typeof read !== 'object' || read === null) return false;
  for (const name in fields) {
    const kept = fields[name]?.kept;
    if (!kept) continue;
    const value = at(read, name);
    if (value === undefined ? kept.presence === 'always' : !kept.form.holds(value)) return false;
  }
  return true;
}

/**
 * The fields that have a value, in the given order. The type requires all fields, so that a new one cannot be
 * forgotten. The order is fixed, so that equal records have equal JSON.
 */
export function definedOnly<Kept extends object>(
  fields: {
    [Name in keyof Required<Kept>]: Kept[Name] | null | undefined;
  },
): Kept {
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept as Kept;
}

function shapeOf(fields: FieldTable, part: 'sent' | 'shown'): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (field[part] ? [[name, field[part]]] : [])),
  );
}

function at(values: object, name: string): unknown {
  return (values as Record<string, unknown>)[name];
}
