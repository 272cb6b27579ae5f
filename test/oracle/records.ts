import type { Sent } from './versioned-records.ts';

/** Records as they were sent, each newer than all before it, less what was removed. */
export class OracleRecords {
  readonly #kept = new Map<string, Sent>();

  apply(record: Sent): void {
    const key = `${record.type} ${record.id}`;
    if (!record.deleted) this.#kept.set(key, record);
    else if (['interaction', 'evaluation', 'quality_review'].includes(record.type as string)) {
      this.#kept.delete(key);
      if (record.type === 'interaction') this.#removeWhatGoesWith(record.id);
    }
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

  /** The current name of a dimension's member; its id where no record came. */
  nameOf(type: string, id: string): string {
    return (this.record(type, id)?.name as string | undefined) ?? id;
  }
}

/** Whole seconds UTC, fractions cut off. */
export function secondOf(instant: unknown): number | undefined {
  return typeof instant === 'string' ? Math.floor(Date.parse(instant) / 1_000) : undefined;
}

/** The seconds of handling: as sent, else from answer to end where both were sent and do not run backwards. */
export function durationOf(interaction: Sent): number | undefined {
  if (typeof interaction.duration_seconds === 'number') return interaction.duration_seconds;
  return between(interaction.answered_at, interaction.ended_at);
}

/** The seconds of waiting: as sent, else from start to answer. */
export function waitOf(interaction: Sent): number | undefined {
  if (typeof interaction.wait_seconds === 'number') return interaction.wait_seconds;
  return between(interaction.started_at, interaction.answered_at);
}

function between(from: unknown, to: unknown): number | undefined {
  const seconds = (secondOf(to) ?? Number.NaN) - (secondOf(from) ?? Number.NaN);
  return seconds >= 0 && seconds <= 604_800 ? seconds : undefined;
}
