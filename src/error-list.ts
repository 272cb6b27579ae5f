import { BOUNDS } from './bounds.ts';
import type { FieldError } from './errors.ts';

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
