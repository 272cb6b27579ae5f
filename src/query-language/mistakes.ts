import { type FieldError, InvalidInput } from '../errors.ts';

/** Collects what is wrong with a query, so that one answer lists all of it. */
export class Mistakes {
  readonly found: FieldError[] = [];

  add(path: string, message: string): void {
    this.found.push({ path, message });
  }

  /** What `make` returns; undefined if it throws InvalidInput, whose errors are collected. */
  attempt<Made>(make: () => Made): Made | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof InvalidInput) || error.errors.length === 0) throw error;
      this.found.push(...error.errors);
      return undefined;
    }
  }
}
