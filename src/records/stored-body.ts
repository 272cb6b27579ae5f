import {
  type Fields,
  type Scalar,
  type StoredField,
  type StoredFields,
  storedFields,
} from './stored-fields.ts';
import type { Interaction } from './types.ts';

/**
 * The stored form of an interaction's body, known to this file only: JSON with short names, without usual values and
 * without what columns have. SQL reads it as `bodyOf` and `fieldOf` say; nothing else looks into it.
 */

const STEPS = stepsOf(storedFields);

/** The text of the column `body`. */
export function storedBody(body: Interaction): string {
  return JSON.stringify(stored(STEPS, body as unknown as Fields, body.started_at));
}

/** SQL: the whole body of the interaction `i` (an alias) as JSON, for `readBody`; NULL for a tombstone. */
export function bodyOf(i: string): string {
  return `'[' || ${i}.started_at || ',' || json_quote(${i}.customer_id) || ',' || json_quote(${i}.department_id) || ',' || ${i}.body || ']'`;
}

/** The path in SQL to the customer's id in what `bodyOf` returns, within the image of an interaction. */
export const CUSTOMER_IN_IMAGE = '$.i[1]';

/** What `bodyOf` returns, parsed. */
export type WholeBody = readonly [
  startedAt: number,
  customerId: string | null,
  departmentId: string | null,
  stored: Fields,
];

/** The body of an interaction from the text that `bodyOf` returns. Throws an Error if it is no such text. */
export function readBody(text: string): Interaction {
  return wholeBody(JSON.parse(text));
}

/** The body of an interaction from the parsed result of `bodyOf`. Throws an Error if it is none. */
export function wholeBody([started_at, customer_id, department_id, body]: WholeBody): Interaction {
  const columns: Fields = { started_at, customer_id, department_id };
  return read(STEPS, body, columns) as unknown as Interaction;
}

/** SQL: 'outbound', or NULL for inbound, of the interaction `i` (an alias); the indexes of calls by customer have it. */
export function outboundOf(i: string): string {
  return `${i}.body ->> '${storedFields.direction.key}'`;
}

/** SQL: whether the status of the interaction `i` (an alias) is open; an index has these. */
export function isOpenSql(i: string): string {
  return `${i}.body ->> '${storedFields.status.key}' = 'open'`;
}

type InSql = {
  [Name in keyof Interaction]-?: Interaction[Name] extends string | number | undefined ? Name : never;
}[keyof Interaction];

/** SQL: one field of the interaction `i` (an alias); NULL if absent. Throws for a field that depends on others. */
export function fieldOf(i: string, name: InSql): string {
  const field: StoredField | 'column' = storedFields[name];
  if (field === 'column') return `${i}.${name}`;
  const { key, usual, isOffset } = field;
  if (typeof usual === 'function') throw new Error(`SQL cannot read ${name} by itself.`);
  const value = `${i}.body ->> '${key}'`;
  if (isOffset) return `(${i}.started_at + (${value}))`;
  return usual === undefined ? `(${value})` : `coalesce(${value}, '${usual}')`;
}

interface Step {
  name: string;
  key: string;
  isColumn: boolean;
  isOffset: boolean;
  constant: Scalar | undefined;
  derive: ((body: Fields) => Scalar | undefined) | undefined;
  steps: readonly Step[] | undefined;
}

/** The fields as a list of equal objects, because reading is done for every fact of a rebuild. */
function stepsOf(fields: StoredFields): Step[] {
  return Object.entries(fields).map(([name, field]) => {
    const { key, usual, isOffset, fields: inner }: StoredField = field === 'column' ? { key: name } : field;
    const derive = typeof usual === 'function' ? usual : undefined;
    return {
      name,
      key,
      isColumn: field === 'column',
      isOffset: isOffset ?? false,
      constant: typeof usual === 'function' ? undefined : usual,
      derive,
      steps: inner && stepsOf(inner),
    };
  });
}

function stored(steps: readonly Step[], body: Fields, start: number): Fields {
  const out: Record<string, unknown> = {};
  for (const step of steps) {
    if (step.isColumn) continue;
    const value = body[step.name];
    if (value === (step.derive ? step.derive(body) : step.constant)) continue;
    if (value === undefined) out[step.key] = null;
    else if (step.isOffset) out[step.key] = Number(value) - start;
    else if (!step.steps) out[step.key] = value;
    else if (Array.isArray(value))
      out[step.key] = value.map((each: Fields) => stored(step.steps!, each, start));
    else out[step.key] = stored(step.steps, value as Fields, start);
  }
  return out;
}

/** The fields in their order, with usual values filled in. Null stands for an absent value that is not the usual one. */
function read(steps: readonly Step[], from: Fields, columns: Fields): Fields {
  const body: Record<string, unknown> = {};
  for (const step of steps) {
    const value = step.isColumn ? columns[step.name] : from[step.key];
    if (value === undefined) {
      const usual = step.derive ? step.derive(body) : step.constant;
      if (usual !== undefined) body[step.name] = usual;
    } else if (value !== null) body[step.name] = readValue(step, value, columns);
  }
  return body;
}

function readValue({ isOffset, steps }: Step, value: unknown, columns: Fields): unknown {
  if (isOffset) return typeof value === 'number' ? Number(columns.started_at) + value : value;
  if (!steps) return value;
  if (Array.isArray(value)) return value.map((each: Fields) => read(steps, each, columns));
  return read(steps, value as Fields, columns);
}
