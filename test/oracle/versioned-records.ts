import type { Sent } from '../support/records.ts';
import { durationOf, waitOf, wordsOf } from './newest-records.ts';
import { secondOf } from './time.ts';

/** An ended call, in the words of the definitions. */
export interface EndedCall {
  id: string;
  startedAt: number;
  status: string;
  duration?: number | undefined;
  wait?: number | undefined;
  customer?: string | undefined;
  agent?: string | undefined;
  department?: string | undefined;
}

/** A rating that counts: it has a value, and its interaction is there. */
export interface Rating {
  at: number;
  rating: number;
  hasComment: boolean;
  agent?: string | undefined;
  department?: string | undefined;
  isOfCall: boolean;
}

interface Kept {
  version: number;
  /** Absent once removed. */
  record?: Sent;
}

/** Every record ever sent, by the rules of versions and removals; nothing but what was sent is kept. */
export class VersionedRecords {
  readonly #countryCode: string;
  readonly #kept = new Map<string, Kept>();

  constructor(countryCode: string) {
    this.#countryCode = countryCode;
  }

  /** Takes a record in. One without `updated_at` is newer than any with. */
  apply(record: Sent): void {
    const key = `${record.type} ${record.id}`;
    const version = secondOf(record.updated_at) ?? Number.POSITIVE_INFINITY;
    const before = this.#kept.get(key);
    if (before && version < before.version) return;
    if (!record.deleted) {
      this.#kept.set(key, { version, record });
      return;
    }
    if (before && !before.record && before.version === version) return;
    const isDimension = record.type === 'agent';
    this.#kept.set(key, { version, ...(isDimension && before?.record && { record: before.record }) });
    if (record.type === 'interaction') this.#removeRatingsOf(record.id, version);
  }

  #removeRatingsOf(id: unknown, version: number): void {
    for (const [key, kept] of this.#kept) {
      if (key.startsWith('evaluation ') && kept.record?.interaction_id === id) {
        this.#kept.set(key, { version: Math.max(version, kept.version) });
      }
    }
  }

  has(type: string, id: string): boolean {
    return this.record(type, id) !== undefined;
  }

  /** The record of a type and id, unless it was removed or never came. */
  record(type: string, id: string): Sent | undefined {
    return this.#kept.get(`${type} ${id}`)?.record;
  }

  #all(type: string): Sent[] {
    return [...this.#kept.values()].flatMap(({ record }) => (record?.type === type ? [record] : []));
  }

  calls(): EndedCall[] {
    return this.#all('interaction')
      .filter(isEndedCall)
      .map((it) => ({
        id: it.id as string,
        startedAt: secondOf(it.started_at)!,
        status: it.status as string,
        duration: durationOf(it),
        wait: waitOf(it),
        customer: this.#customerOf(it.customer as Record<string, string> | undefined),
        agent: it.agent_id as string | undefined,
        department: it.department_id as string | undefined,
      }));
  }

  ratings(): Rating[] {
    return this.#all('evaluation').flatMap((it) => {
      const interaction = this.record('interaction', it.interaction_id as string);
      if (!interaction || typeof it.rating !== 'number') return [];
      return [
        {
          at: secondOf(it.responded_at)!,
          rating: it.rating,
          hasComment: wordsOf(it.comment, 2_000) !== undefined,
          agent: (it.agent_id ?? interaction.agent_id) as string | undefined,
          department: interaction.department_id as string | undefined,
          isOfCall: isEndedCall(interaction),
        },
      ];
    });
  }

  #customerOf(customer: Record<string, string | undefined> | undefined): string | undefined {
    const id = customer?.id;
    const idIsPhone = id !== undefined && /^\+(\D*\d){7}/.test(id);
    const idIsEmail = id !== undefined && !idIsPhone && id.includes('@');
    if (id !== undefined && !idIsPhone && !idIsEmail) return `id ${id}`;
    const phone = customer?.phone ?? (idIsPhone ? id : undefined);
    if (phone !== undefined) return `phone ${this.#wholeNumber(phone)}`;
    const email = customer?.email ?? (idIsEmail ? id : undefined);
    return email !== undefined && /^[^\s@]+@[^\s@]+$/.test(email)
      ? `email ${email.toLowerCase()}`
      : undefined;
  }

  #wholeNumber(phone: string): string {
    const digits = phone.replaceAll(/\D/g, '');
    if (phone.startsWith('+')) return digits;
    return digits.startsWith('00') ? digits.slice(2) : this.#countryCode + digits.replace(/^0/, '');
  }
}

function isEndedCall(interaction: Sent): boolean {
  return interaction.kind === 'call' && interaction.status !== 'open';
}
