/** Errors independent of the transport. The HTTP layer maps each class to a status code. */
export interface FieldError {
  /** The position in the input: a parameter name, or a body path such as `records.3.status`. */
  path: string;
  /** What is wrong and what is accepted. */
  message: string;
}

/** Base class of errors that a caller may see: `message` is a sentence written for the caller. */
export abstract class CallmeterError extends Error {}

/** Input that cannot be accepted as it is (400). */
export class InvalidInput extends CallmeterError {
  readonly errors: FieldError[];
  constructor(message: string, errors: FieldError[] = []) {
    super(message);
    this.errors = errors;
  }
}

/** A missing or invalid credential (401). `reason` tells pages why, so that they can say it in another language. */
export class Unauthenticated extends CallmeterError {
  readonly reason: string | undefined;
  constructor(message: string, reason?: string) {
    super(message);
    this.reason = reason;
  }
}

/** A valid credential without the required permission (403). */
export class Forbidden extends CallmeterError {}

/** Nothing with this id is visible to the caller (404). */
export class NotFound extends CallmeterError {}

/** The request conflicts with the stored state (409). `retryAfterSeconds` is set if waiting helps. */
export class Conflict extends CallmeterError {
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** It existed and was removed (410). */
export class Gone extends CallmeterError {}

/**
 * A rate limit or quota is exceeded (429): `limit` is the number allowed, `of` the name of the limit or quota, for the
 * log. The next request is allowed after `retryAfterSeconds`.
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

/** The body is too large (413). */
export class TooLarge extends CallmeterError {}

/** The content type of the body is not supported (415). */
export class UnsupportedMediaType extends CallmeterError {}

/**
 * The request is well-formed but contradicts an earlier one, or costs too much (422). `details` are further fields of
 * the answer.
 */
export class Unprocessable extends CallmeterError {
  readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.details = details;
  }
}

/** The requested range is outside a file of `bytes` (416). */
export class RangeNotSatisfiable extends CallmeterError {
  readonly bytes: number;
  constructor(bytes: number) {
    super(`The range is outside the file, which has ${bytes} bytes.`);
    this.bytes = bytes;
  }
}

/** Temporarily unavailable; the same request may succeed after `retryAfterSeconds` (503). */
export class Unavailable extends CallmeterError {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
