/** An instant in whole seconds UTC. A separate type from numbers, so that sums can distinguish them. */
export interface Instant {
  readonly epochSeconds: number;
}

export type Scalar = string | number | boolean | null;

/** The result of an expression; `undefined` means absent. */
export type Value = Scalar | Instant | undefined;

/** Whether a value is an instant, as opposed to text, a number, a boolean or null. */
export function isInstant(value: Value): value is Instant {
  return typeof value === 'object' && value !== null;
}

/** ISO 8601 in UTC, to the second. */
export function isoInstant(instant: Instant): string {
  return new Date(instant.epochSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The value as text for lookups, templates and conditions; null is the empty text. */
export function textOf(value: Exclude<Value, undefined>): string {
  if (isInstant(value)) return isoInstant(value);
  return value === null ? '' : String(value);
}

/** A row that cannot be mapped to records; `path` points into the mapping, or into a record of the row. */
export class RowError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
