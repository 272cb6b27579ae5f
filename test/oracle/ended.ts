import type { Sent } from '../support/records.ts';
import { durationOf } from './newest-records.ts';
import { secondOf } from './time.ts';

/** An ended interaction in the words of the definitions; money in millionths, scores in ten-thousandths. */
export interface Ended {
  at: number;
  status: string;
  channel: string;
  outcome: string;
  transferred: boolean;
  agent?: string | undefined;
  intent?: string | undefined;
  duration?: number | undefined;
  label?: string | undefined;
  score?: number | undefined;
  llm: number;
  tts: number;
  stt: number;
  telephony: number;
}

/** What a record of an ended interaction says, defaults filled in. */
export function endedOf(it: Sent): Ended {
  const isLost = it.status === 'abandoned' || it.status === 'missed';
  const outcome = (it.outcome ?? (it.resolved_at ? 'resolved' : isLost ? 'abandoned' : 'unknown')) as string;
  const sentiment = (it.sentiment ?? {}) as { label?: string; score?: number };
  const { score } = sentiment;
  const labelled =
    score === undefined ? undefined : score >= 0.6 ? 'positive' : score < 0.4 ? 'negative' : 'neutral';
  const costs = (it.cost ?? {}) as Record<string, number | undefined>;
  const millionths = (part: string): number => Math.round((costs[part] ?? 0) * 1_000_000);
  return {
    at: secondOf(it.started_at)!,
    status: it.status as string,
    channel: (it.channel ?? 'phone') as string,
    outcome,
    transferred: (it.transferred as boolean | undefined) ?? outcome === 'escalated',
    agent: it.agent_id as string | undefined,
    intent: it.intent as string | undefined,
    duration: durationOf(it),
    label: sentiment.label ?? labelled,
    score: score === undefined ? undefined : Math.round(score * 10_000),
    llm: millionths('llm'),
    tts: millionths('tts'),
    stt: millionths('stt'),
    telephony: millionths('telephony'),
  };
}
