import type { Sent } from '../support/records.ts';
import { withOwn } from './own-legs.ts';
import { secondOf } from './time.ts';

/** What is gone once it is removed; members of dimensions only become inactive. */
const FACTS = ['interaction', 'evaluation', 'quality_review', 'article_stats', 'email_channel_stats'];

/** Records as they were sent, each newer than all before it, less what was removed. */
export class NewestRecords {
  readonly #kept = new Map<string, Sent>();

  apply(record: Sent): void {
    const { type, id, date, article_id, email_channel_id } = record;
    const key = `${type} ${id ?? `${date} ${article_id ?? email_channel_id}`}`;
    const before = this.#kept.get(key);
    if (!record.deleted) this.#kept.set(key, type === 'interaction' ? withOwn(record) : record);
    else if (FACTS.includes(String(type))) {
      this.#kept.delete(key);
      if (type === 'interaction') this.#removeWhatGoesWith(id);
    } else if (before) this.#kept.set(key, { ...before, active: false, status: 'inactive' });
  }

  #removeWhatGoesWith(id: unknown): void {
    for (const [key, { type, interaction_id }] of this.#kept) {
      if (type !== 'interaction' && interaction_id === id) this.#kept.delete(key);
    }
  }

  has(type: string, id: string): boolean {
    return this.#kept.has(`${type} ${id}`);
  }

  record(type: string, id: unknown): Sent | undefined {
    return this.#kept.get(`${type} ${id}`);
  }

  all(type: string): Sent[] {
    return [...this.#kept.values()].filter((record) => record.type === type);
  }

  /** The current name, or another text, of a dimension's member; its id where no record came. */
  nameOf(type: string, id: string, field = 'name'): string {
    return (this.record(type, id)?.[field] as string | undefined) ?? id;
  }
}

/** The seconds of handling: as sent, else from answer to end where both were sent and do not run backwards. */
export function durationOf(interaction: Sent): number | undefined {
  if (typeof interaction.duration_seconds === 'number') return interaction.duration_seconds;
  return between(interaction.answered_at, interaction.ended_at);
}

/** The seconds of waiting: as sent, else from start, or entering the queue, to answer; to the end that was sent where nobody answered. */
export function waitOf(interaction: Sent): number | undefined {
  const { wait_seconds, status, started_at, queued_at, answered_at, ended_at } = interaction;
  if (typeof wait_seconds === 'number') return wait_seconds;
  const hasLeft = status === 'abandoned' || status === 'missed' || status === 'overflowed';
  return between(queued_at ?? started_at, answered_at ?? (hasLeft ? ended_at : undefined));
}

/** The first characters of a text, trimmed; none where nothing was sent that can be read. */
export function wordsOf(text: unknown, most: number): string | undefined {
  if (typeof text !== 'string' || text.includes('\0')) return undefined;
  const words = Array.from(text.trim()).slice(0, most).join('').trim();
  return words === '' ? undefined : words;
}

function between(from: unknown, to: unknown): number | undefined {
  const seconds = (secondOf(to) ?? Number.NaN) - (secondOf(from) ?? Number.NaN);
  return seconds >= 0 && seconds <= 366 * 86_400 ? seconds : undefined;
}
