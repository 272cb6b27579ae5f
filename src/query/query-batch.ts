import type { DimensionType } from '../records/types.ts';
import type { Query } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { ask } from './run-queries.ts';
import { type Directory, directoryIn, directoryQuery } from './dimension-names.ts';
import type { Answer, Question } from './query.ts';

/** What other queries read, and how long D1 took for each, in milliseconds. */
export interface Extra {
  rows: unknown[][];
  milliseconds: readonly number[];
}

/**
 * Collects what the parts of an answer ask for, so that all of it is read as of one moment in one round trip.
 * Each method returns a function that tells the result once `run` has ended.
 */
export class Inquiry {
  readonly #questions: Question[] = [];
  readonly #extra: Query[] = [];
  readonly #directories = new Map<DimensionType, () => Directory>();
  #done: Awaited<ReturnType<typeof ask>> | undefined;

  question(question: Question): () => Answer {
    const index = this.#questions.push(question) - 1;
    return () => this.#result().answers[index]!;
  }

  /** All records of a dimension; read once, however often it is asked for. */
  directory(type: DimensionType): () => Directory {
    const known = this.#directories.get(type);
    if (known) return known;
    const extra = this.extra([directoryQuery(type)]);
    const directory = () => directoryIn(extra().rows[0]!);
    this.#directories.set(type, directory);
    return directory;
  }

  extra(queries: readonly Query[]): () => Extra {
    const start = this.#extra.length;
    const end = this.#extra.push(...queries);
    return () => ({
      rows: this.#result().extra.slice(start, end),
      milliseconds: this.#result().extraMilliseconds.slice(start, end),
    });
  }

  /** Reads everything; errors as `ask`. */
  async run(store: TenantStore, tenantZone: string): Promise<void> {
    this.#done = await ask(store, tenantZone, this.#questions, this.#extra);
  }

  #result() {
    if (!this.#done) throw new Error('The inquiry has not been run.');
    return this.#done;
  }
}
