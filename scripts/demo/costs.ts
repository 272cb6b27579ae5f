import { MINUTE } from './clock.ts';
import type { Random } from './random.ts';

/** Providers of language models, weighted by use; the names are invented. */
const PROVIDERS = [
  ['cedar', 55],
  ['nimbus', 30],
  ['lumen', 15],
] as const;
/** Used if one of the others fails. */
const FALLBACK = 'harbor';

const TELEPHONY_PER_MINUTE = 0.0091;
const SPEECH_TO_TEXT_PER_MINUTE = 0.0058;
const TEXT_TO_SPEECH_PER_MINUTE = 0.0142;
const PER_MILLION_TOKENS = { input: 1.1, output: 4.4 };

interface Usage {
  provider: string;
  requests: number;
  input_tokens: number;
  output_tokens: number;
  latency_ms: number;
  errors: number;
}

/** US dollars with six decimals. */
function dollars(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

function usage(provider: string, requests: number, random: Random, errors: number): Usage {
  return {
    provider,
    requests,
    input_tokens: Math.round(requests * random.longTail(620, 0.35)),
    output_tokens: Math.round(requests * random.longTail(95, 0.3)),
    latency_ms: Math.round(requests * random.longTail(740, 0.4)),
    errors,
  };
}

/** Usage of language models for `requests` requests, one row per provider. */
export function llmUsage(requests: number, random: Random): Usage[] {
  const provider = random.weighted(PROVIDERS);
  const errors = random.chance(0.04) ? 1 : 0;
  const rows = [usage(provider, requests, random, errors)];
  if (errors > 0) rows.push(usage(FALLBACK, 1, random, 0));
  return rows;
}

function llmCost(rows: readonly Usage[]): number {
  return rows.reduce(
    (sum, row) =>
      sum +
      (row.input_tokens * PER_MILLION_TOKENS.input + row.output_tokens * PER_MILLION_TOKENS.output) / 1e6,
    0,
  );
}

/** Costs of a call of `seconds`. `spoken`: the assistant speaks, which adds text-to-speech. */
export function callCost(seconds: number, rows: readonly Usage[], spoken: boolean) {
  const minutes = seconds / MINUTE;
  return {
    telephony: dollars(minutes * TELEPHONY_PER_MINUTE),
    ...(rows.length > 0
      ? { llm: dollars(llmCost(rows)), stt: dollars(minutes * SPEECH_TO_TEXT_PER_MINUTE) }
      : {}),
    ...(spoken ? { tts: dollars((minutes / 2) * TEXT_TO_SPEECH_PER_MINUTE) } : {}),
  };
}

/** Costs of a written conversation. */
export function writingCost(rows: readonly Usage[]) {
  return { llm: dollars(llmCost(rows)) };
}
