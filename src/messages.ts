import * as z from 'zod';
import { acceptedBy } from './accepted.ts';

/** What a schema's `error` option and zod's error maps are called with. */
interface SentValue {
  readonly input?: unknown;
}

/** The message for a value that occurs more than once in a list of distinct ones. */
export const DUPLICATE = 'Duplicate value.';

/**
 * The `error` option of a schema that accepts what `accepted`, a noun phrase, says. Only for what the schema itself
 * does not show: a rule in a transform or refinement, or a unit.
 */
export function accepting(accepted: string): (sent: SentValue) => string {
  const required = `Required: ${accepted}.`;
  const wrong = `Must be ${accepted}.`;
  return ({ input }) => (input === undefined || input === null ? required : wrong);
}

/** The message for a name that is not among the accepted ones; without these, because they were listed before. */
export function unknownName(kind: 'field' | 'parameter', accepted?: readonly string[]): string {
  if (accepted === undefined) return `Unknown ${kind}.`;
  const known = accepted.length > 0 ? `accepted: ${accepted.join(', ')}` : 'none is accepted';
  return `Unknown ${kind}; ${known}.`;
}

/** The warning for a field that is left out of its record; `refusal` is the error message that it would otherwise be. */
export function leftOut(refusal: string): string {
  return `Left out. ${refusal}`;
}

/** The warning for a text of which only the beginning is stored; `limit` with its unit. */
export function cutTo(limit: string): string {
  return `Cut to ${limit}.`;
}

/** Says what the schema of an issue accepts, and never what was sent, which may be personal. */
function messageOf(issue: z.core.$ZodRawIssue): string {
  const { schema } = issue;
  if (issue.code === 'unrecognized_keys') {
    return unknownName('field', schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined);
  }
  if (issue.code === 'invalid_key' && issue.issues[0]) return issue.issues[0].message;
  // A refinement without a message of its own says nothing about what it accepts.
  const isSaid = issue.code !== 'custom' && schema !== undefined;
  return accepting(isSaid ? acceptedBy(schema) : 'a value that is allowed')(issue);
}

// Global: no schema, whoever parses with it, shows the messages of zod itself.
z.config({ customError: messageOf });
