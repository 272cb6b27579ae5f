/**
 * SQL cannot abort a transaction by itself outside triggers, but a function that fails can: guards call
 * `json()` on a text that is no JSON, made from a row so that SQLite does not evaluate it beforehand.
 */
export function isTransactionConflict(error: unknown): boolean {
  return error instanceof Error && /malformed JSON/i.test(error.message);
}
