/** What went wrong, free of transport; the edge maps each class to a status code. */
export interface FieldError {
  /** Where in the input: a parameter's name, or a body path such as `records.3.status`. */
  path: string;
  /** What is wrong and what is accepted. */
  message: string;
}

/** Base of every error that a caller may see; `message` is a sentence fit for the caller. */
export abstract class CallmeterError extends Error {}

/** Input that cannot be accepted as it is (400). */
export class InvalidInput extends CallmeterError {
  readonly errors: FieldError[];
  constructor(message: string, errors: FieldError[] = []) {
    super(message);
    this.errors = errors;
  }
}

/** No credential, or one that does not hold (401). */
export class Unauthenticated extends CallmeterError {}

/** A good credential without the right (403). */
export class Forbidden extends CallmeterError {}

/** Nothing of that id for this caller (404). */
export class NotFound extends CallmeterError {}

/** The request contradicts what is stored (409); `retryAfterSeconds` where waiting helps. */
export class Conflict extends CallmeterError {
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** It was here and is no more (410). */
export class Gone extends CallmeterError {}

/**
 * More requests than `limit` within its window; the next one is let in after `retryAfterSeconds` (429). `of` is
 * the name of the limit or quota, for the log.
 */
export class RateLimited extends CallmeterError {
  readonly limit: number;
  readonly retryAfterSeconds: number;
  readonly of: string | undefined;
  constructor(message: string, limit: number, retryAfterSeconds: number, of?: string) {
    super(message);
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
    this.of = of;
  }
}

/** A body beyond the limits (413). */
export class TooLarge extends CallmeterError {}

/** A body of a type that is not read here (415). */
export class UnsupportedMediaType extends CallmeterError {}

/** Well formed, but it contradicts an earlier request (422). */
export class Unprocessable extends CallmeterError {}

/** A range that lies outside a file of `bytes` (416). */
export class RangeNotSatisfiable extends CallmeterError {
  readonly bytes: number;
  constructor(bytes: number) {
    super(`The range lies outside the file, which has ${bytes} bytes.`);
    this.bytes = bytes;
  }
}

/** Cannot be answered now; the same request may succeed after `retryAfterSeconds` (503). */
export class Unavailable extends CallmeterError {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
