import { createHash } from 'node:crypto';
import { BOUNDS } from '../bounds.ts';
import { CallmeterError } from '../errors.ts';
import { askedDefinitions } from '../query-language/asked-definitions.ts';
import { readQueries } from '../query-language/read-queries.ts';
import { type Answer, type QueryRunContext, runDatedQueries } from '../query-language/run-queries.ts';
import type { RollupState } from '../rollups/state.ts';
import type { Shown } from './messages.ts';

/** An answer, how to tell it from another one, and until when it holds without a change of data (seconds UTC). */
export interface Evaluated extends Shown {
  hash: string;
  validUntil: number;
}

/** What evaluating needs: that of a request, but for what it notes. */
export type EvaluationContext = Omit<QueryRunContext, 'seen' | 'own' | 'policies'> & {
  /** The data version, read before. */
  version: number;
};

/** After how many seconds a query that was refused is tried again, if no data change. */
const RETRY_SECONDS = 15;
const HASH_CHARACTERS = 11;

/**
 * Answers queries by their canonical texts, as of `now`. Several share a trip. What one of them is refused for is its
 * answer. Throws what is no refusal, such as an unreachable database.
 */
export async function evaluate(
  context: EvaluationContext,
  texts: readonly string[],
): Promise<Map<string, Evaluated>> {
  const found = new Map<string, Evaluated>();
  for (let start = 0; start < texts.length; start += BOUNDS.queriesAtOnce.value) {
    const some = texts.slice(start, start + BOUNDS.queriesAtOnce.value);
    for (const [text, answer] of await evaluateSome(context, some)) found.set(text, answer);
  }
  return found;
}

async function evaluateSome(
  context: EvaluationContext,
  texts: readonly string[],
): Promise<readonly (readonly [string, Evaluated])[]> {
  try {
    return await answered(context, texts);
  } catch (error) {
    if (!(error instanceof CallmeterError)) throw error;
    const [text] = texts;
    if (text !== undefined && texts.length === 1) return [[text, refused(context, error)]];
  }
  const each = [];
  for (const text of texts) each.push(...(await evaluateSome(context, [text])));
  return each;
}

async function answered(
  context: EvaluationContext,
  texts: readonly string[],
): Promise<readonly (readonly [string, Evaluated])[]> {
  const { store, tenant, now, meter, keys } = context;
  const versions: number[] = [];
  const seen = {
    note: (state: RollupState) => void versions.push(state.data_version),
    // Each answer says itself until when it holds.
    expires: () => undefined,
  };
  const sent = { queries: Object.fromEntries(texts.map((text, index) => [`q${index}`, JSON.parse(text)])) };
  const asking = {
    store,
    tenant,
    now,
    meter,
    keys,
    seen,
    ...(await askedDefinitions({ store, seen }, sent)),
  };
  const answers = await runDatedQueries(asking, readQueries(asking, sent));
  return texts.map((text, index) => {
    const { answer, validUntil } = answers.get(`q${index}`)!;
    const fields = JSON.stringify(shownOf(answer)).slice(1, -1);
    const shown = { event: 'figures', fields, version: versions[0] ?? context.version, asOf: now } as const;
    return [text, { ...shown, hash: hashOf(fields), validUntil }] as const;
  });
}

/** What of an answer is figures: neither its cost nor its time, which differ although nothing has changed. */
function shownOf({ rows, previous, change, totals, previous_totals }: Answer) {
  return {
    rows,
    ...(previous && { previous, change }),
    ...(totals && { totals }),
    ...(previous_totals && { previous_totals }),
  };
}

function refused({ now, version }: EvaluationContext, { message }: CallmeterError): Evaluated {
  const fields = JSON.stringify({ message }).slice(1, -1);
  const shown = { event: 'failed', fields, version, asOf: now } as const;
  return { ...shown, hash: hashOf(fields), validUntil: now + RETRY_SECONDS };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARACTERS);
}
