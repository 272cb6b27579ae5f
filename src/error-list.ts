import { BOUNDS } from './bounds.ts';
import { type FieldError, InvalidInput } from './errors.ts';

/** Maximum characters of an error in `detail`; three errors leave room for the number of further ones. */
const SUMMARIZED_CHARACTERS = 600;
const SUMMARIZED_ERRORS = 3;

/** Collects errors: keeps the first ones, up to a bound, and only counts the rest. */
export class ErrorList {
  readonly listed: FieldError[] = [];
  #total = 0;

  /** Number of errors, listed or not. */
  get total(): number {
    return this.#total;
  }

  /** Counts an error. `make` is called only if the error is listed. */
  add(make: () => FieldError): void {
    this.#total += 1;
    if (this.listed.length < BOUNDS.listedErrors.value) this.listed.push(shortened(make()));
  }
}

/**
 * An InvalidInput with these errors: `what`, such as "The body", is invalid. Its message has the first three errors, and
 * how many more there are.
 */
export function invalidInput(what: string, errors: ErrorList | readonly FieldError[]): InvalidInput {
  const { listed, total } = errors instanceof ErrorList ? errors : { listed: errors, total: errors.length };
  const shown = listed
    .slice(0, SUMMARIZED_ERRORS)
    .map(({ path, message }) => cut(path ? `${path}: ${message}` : message, SUMMARIZED_CHARACTERS));
  const unlisted = total > listed.length ? `; the first ${listed.length} are listed` : '';
  const more = total > shown.length ? ` And ${total - shown.length} more${unlisted}.` : '';
  return new InvalidInput(`${what} is invalid. ${shown.join(' ')}${more}`, [...listed]);
}

/** Cuts the path and the message of an error to their bounds. */
export function shortened({ path, message }: FieldError): FieldError {
  return { path: cut(path, BOUNDS.errorPath.value), message: cut(message, BOUNDS.errorMessage.value) };
}

/** The text, cut to `most` characters; a text that was cut ends with `…`. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
}

/**
 * The errors that a response lists, bounded in number and in bytes of JSON, each shortened, and the number left out.
 */
export function listable(errors: readonly FieldError[]): { listed: FieldError[]; left: number } {
  const listed: FieldError[] = [];
  let bytes = 0;
  for (const error of errors.slice(0, BOUNDS.listedErrors.value)) {
    const short = shortened(error);
    bytes += bytesOf(short);
    if (bytes > BOUNDS.errorBytes.value) break;
    listed.push(short);
  }
  return { listed, left: errors.length - listed.length };
}

/** Size of a value as JSON, in bytes of UTF-8. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
