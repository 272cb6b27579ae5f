import { BOUNDS } from './bounds.ts';
import type { FieldError } from './errors.ts';

/** Collects errors: the first of them are kept and listed, the others only counted. */
export class ErrorList {
  readonly listed: FieldError[] = [];
  #total = 0;

  /** How many errors there are, listed or not. */
  get total(): number {
    return this.#total;
  }

  /** Counts an error; `make` is called only if it is listed. */
  add(make: () => FieldError): void {
    this.#total += 1;
    if (this.listed.length < BOUNDS.listedErrors.value) this.listed.push(shortened(make()));
  }
}

/** The error with a path and a message of bounded length. */
export function shortened({ path, message }: FieldError): FieldError {
  return { path: cut(path, BOUNDS.errorPath.value), message: cut(message, BOUNDS.errorMessage.value) };
}

/** The text, or its first `most` characters with `…` as the last. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
}

/**
 * What a refusal lists of `errors`: a bounded number of them and of bytes as JSON, each shortened; and how many are
 * left out.
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

/** How many bytes a value takes as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
