import type * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import type { FieldError } from '../errors.ts';
import { accepting } from '../messages.ts';
import { group, NUMBER, TEXT } from './field-forms.ts';
import { required } from './field-table.ts';
import { CODED_ACCEPTED, count, holdsPersonal, requiredText } from './fields.ts';

/** What one provider of language models was used for. */
export const llmUsage = group({
  provider: required(
    TEXT,
    requiredText(64).refine((provider) => !holdsPersonal(provider), {
      error: accepting(`text of 1 to 64 characters with ${CODED_ACCEPTED}`),
    }),
  ),
  requests: required(NUMBER, count()),
  input_tokens: required(NUMBER, count()),
  output_tokens: required(NUMBER, count()),
  latency_ms: required(NUMBER, count().describe('Summed over the requests.')),
  errors: required(NUMBER, count()),
});
type LlmUsage = z.output<typeof llmUsage.form.shown>;

const SUMMED = ['requests', 'input_tokens', 'output_tokens', 'latency_ms', 'errors'] as const;

/**
 * An error if the rows name too many providers or a sum exceeds the bound of a count; only the first one is reported.
 */
export function usageBeyondBounds(rows: readonly LlmUsage[]): FieldError[] {
  const providers = new Set(rows.map(({ provider }) => provider)).size;
  if (providers > BOUNDS.providersPerRecord.value) {
    const message = `Must name at most ${BOUNDS.providersPerRecord.value} providers; it names ${providers}.`;
    return [{ path: 'llm_usage', message }];
  }
  for (const field of SUMMED) {
    const sum = rows.reduce((total, row) => total + row[field], 0);
    if (sum > BOUNDS.count.value) {
      const message = `Must have at most ${BOUNDS.count.value} ${field} in all rows together.`;
      return [{ path: 'llm_usage', message }];
    }
  }
  return [];
}

/** One row per provider, sorted by name, so that the order of the rows sent does not matter. */
export function onePerProvider(rows: readonly LlmUsage[]): LlmUsage[] {
  const sums = new Map<string, LlmUsage>();
  for (const row of rows) {
    const sum = sums.get(row.provider);
    sums.set(row.provider, {
      provider: row.provider,
      requests: row.requests + (sum?.requests ?? 0),
      input_tokens: row.input_tokens + (sum?.input_tokens ?? 0),
      output_tokens: row.output_tokens + (sum?.output_tokens ?? 0),
      latency_ms: row.latency_ms + (sum?.latency_ms ?? 0),
      errors: row.errors + (sum?.errors ?? 0),
    });
  }
  return [...sums.values()].sort((one, other) => (one.provider < other.provider ? -1 : 1));
}
