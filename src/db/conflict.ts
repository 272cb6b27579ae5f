/**
 * Whether a guard failed. Outside triggers, SQL can abort a transaction only by a failing function: guards call
 * `json()` on invalid JSON, built from a row so that SQLite does not evaluate it in advance.
 */
export function isTransactionConflict(error: unknown): boolean {
  return error instanceof Error && /malformed JSON/i.test(error.message);
}
