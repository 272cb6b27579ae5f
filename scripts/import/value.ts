/** A moment, whole seconds UTC; kept apart from numbers so that a sum knows what it adds to. */
export interface Instant {
  readonly epochSeconds: number;
}

export type Scalar = string | number | boolean | null;

/** What an expression comes to; `undefined` is absent. */
export type Value = Scalar | Instant | undefined;

/** Whether a value is a moment rather than text, a number, a boolean or null. */
export function isInstant(value: Value): value is Instant {
  return typeof value === 'object' && value !== null;
}

/** ISO 8601 in UTC, to the second. */
export function isoInstant(instant: Instant): string {
  return new Date(instant.epochSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The value as text, as lookups, templates and conditions see it; null is the empty text. */
export function textOf(value: Exclude<Value, undefined>): string {
  if (isInstant(value)) return isoInstant(value);
  return value === null ? '' : String(value);
}

/** A row that cannot become records; `path` points into the mapping, or into a record of the row. */
export class RowError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
