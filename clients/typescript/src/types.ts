import type { components, paths } from './api.ts';

/** A question to `POST /api/v1/query`. Names of metrics and dimensions are checked by the compiler. */
export type Query = components['schemas']['Query'];

/** The answer to one query. */
export type QueryResult = components['schemas']['QueryResult'];

/** A row of an answer: dimensions, labels and metrics by their names. */
export type QueryRow = QueryResult['rows'][number];

/** A record as ingest takes it. Records of other systems, of which the compiler knows nothing, are accepted, too. */
export type SentRecord = components['schemas']['Record'] | Readonly<Record<string, unknown>>;

type AnswerOf<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Answer } } } };
}
  ? Answer
  : never;

/** Where an answer has the cursor of the next page. */
type Paged =
  | { after: string | null }
  | { next_cursor: string | null }
  | { meta: { next_cursor: string | null } };

/** Lists that are read page by page. */
export type ListPath = {
  [Path in keyof paths]: AnswerOf<Path> extends never ? never : AnswerOf<Path> extends Paged ? Path : never;
}[keyof paths];

type ElementOf<Value> = Value extends readonly (infer Element)[] ? Element : never;

/** One entry of a list. */
export type EntryOf<Path extends ListPath> = {
  [Field in keyof AnswerOf<Path>]: ElementOf<AnswerOf<Path>[Field]>;
}[keyof AnswerOf<Path>];
