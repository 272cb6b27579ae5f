import { BROWSERS } from '../auth/revocations.ts';
import { PERMISSIONS } from '../auth/roles.ts';
import { stillHolds } from '../auth/still-holds.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor } from '../db/tenant-store.ts';
import type { DataSecrets } from '../env.ts';
import { logLine } from '../log.ts';
import { SELECT_STATE } from '../rollups/state.ts';
import { serviceContext } from '../service-context.ts';
import { isSuspended, SELECT_TENANT, settingsOf } from '../tenants/settings.ts';
import { type Evaluated, evaluate } from './evaluate.ts';
import type { Listener, Listeners } from './listeners.ts';

/** How often a credential is looked up again, in milliseconds: so a revocation works within 60 s. */
const CREDENTIAL_MILLISECONDS = 25_000;
/** Figures that time alone moves are computed at least as often, in seconds. */
const MOST_EVERY = 15;
const LOG_MILLISECONDS = 60_000;
const CHECKED = 'checked';

/** What the last round has found, stored so that a hub that has slept computes nothing again unless it changed. */
interface Checked {
  version: number;
  /** When an answer changes without any new record, seconds UTC; null for never. */
  validUntil: number | null;
}

/** The streams that are open after a round, and what it knows of their queries by canonical text. */
interface Answered {
  listeners: readonly Listener[];
  answers: ReadonlyMap<string, Evaluated>;
}

interface RoundContext {
  database: D1Database;
  config: DataSecrets;
  listeners: Listeners;
}

/** What a hub computes, and what it remembers of it while it is awake. */
export class Round {
  readonly #ctx: DurableObjectState;
  readonly #context: RoundContext;
  /** By canonical text. */
  readonly #answers = new Map<string, Evaluated>();
  /** When a credential was last looked up, milliseconds UTC. */
  readonly #lookedUp = new Map<string, number>();
  #tally = { since: Date.now(), rounds: 0, evaluations: 0, rows_read: 0 };

  constructor(ctx: DurableObjectState, context: RoundContext) {
    this.#ctx = ctx;
    this.#context = context;
  }

  /**
   * Ends the streams that have to end, and returns the others with the answers by canonical text: every query that is
   * listened to is computed once, if it may have changed. What is missing has not changed.
   */
  async answers(listeners: readonly Listener[]): Promise<Answered> {
    const { database, config } = this.#context;
    const { tenant } = listeners[0]!.subscription;
    const meter = newMeter();
    const store = storeFor(tenant, database, meter);
    const now = Math.floor(Date.now() / 1_000);
    const [[row], [state]] = await store.batch([SELECT_TENANT.with(), SELECT_STATE.with()]);
    if (!row || !state || isSuspended(settingsOf(row))) {
      for (const each of listeners) this.#context.listeners.end(each, 'suspended');
      return { listeners: [], answers: new Map() };
    }
    const browsers = storeFor(BROWSERS, database, meter);
    const left = await this.#endOver({ store, browsers, now }, listeners);
    const everyOf = soonest(left);
    for (const text of this.#answers.keys()) if (!everyOf.has(text)) this.#answers.delete(text);
    const version = state.data_version;
    const due = this.#due(left, everyOf, version);
    const context = serviceContext({ store, config, now, meter, tenant: settingsOf(row), version });
    for (const [text, answer] of await evaluate(context, due)) this.#answers.set(text, answer);
    this.#note(version, everyOf);
    this.#count(tenant, { listeners: left.length, evaluations: due.length, rows: meter.rowsRead });
    return { listeners: left, answers: this.#answers };
  }

  /** When the next query is due although no data change, milliseconds UTC; Infinity for never. */
  dueAt(listeners: readonly Listener[]): number {
    const dues = [...soonest(listeners)].map(([text, every]) => dueAt(this.#answers.get(text), every));
    // After sleeping the answers are not known, but when the first of them changes.
    const { validUntil } = this.#ctx.storage.kv.get<Checked>(CHECKED) ?? { validUntil: null };
    const isAwake = this.#answers.size > 0;
    return Math.min(...dues, isAwake || validUntil === null ? Number.POSITIVE_INFINITY : validUntil * 1_000);
  }

  /** Nobody listens any more. */
  forget(tenant?: string): void {
    if (tenant !== undefined && this.#tally.rounds > 0) this.#log(tenant, 0);
    this.#answers.clear();
    this.#lookedUp.clear();
    this.#ctx.storage.kv.delete(CHECKED);
  }

  #due(listeners: readonly Listener[], everyOf: ReadonlyMap<string, number>, version: number): string[] {
    const now = Date.now();
    const { version: checked, validUntil } = this.#ctx.storage.kv.get<Checked>(CHECKED) ?? { version: -1 };
    const isCovered = checked === version && (validUntil == null || now < validUntil * 1_000);
    const unsent = new Set(
      listeners.flatMap(({ subscription, attached }) =>
        Object.values(subscription.queries).filter((_, index) => !attached.sent[index]),
      ),
    );
    return [...everyOf].flatMap(([text, every]) => {
      const known = this.#answers.get(text);
      if (!known) return isCovered && !unsent.has(text) ? [] : [text];
      return known.version !== version || now >= dueAt(known, every) ? [text] : [];
    });
  }

  /** Ends streams that are over, and those whose credential no longer holds. Returns the others. */
  async #endOver(
    context: Parameters<typeof stillHolds>[0],
    listeners: readonly Listener[],
  ): Promise<Listener[]> {
    const now = Date.now();
    const refused = new Set<string>();
    const callers = new Map(listeners.map(({ caller, subscription: { actor } }) => [caller, actor]));
    for (const name of this.#lookedUp.keys()) if (!callers.has(name)) this.#lookedUp.delete(name);
    for (const [name, actor] of callers) {
      if (now < (this.#lookedUp.get(name) ?? 0) + CREDENTIAL_MILLISECONDS) continue;
      if (await stillHolds(context, actor, PERMISSIONS.readerAnalytics)) this.#lookedUp.set(name, now);
      else refused.add(name);
    }
    return listeners.filter((each) => {
      const reason = refused.has(each.caller) ? 'revoked' : this.#context.listeners.endOf(each, now);
      if (reason) this.#context.listeners.end(each, reason);
      return !reason;
    });
  }

  #note(version: number, everyOf: ReadonlyMap<string, number>): void {
    const known = [...everyOf.keys()].flatMap((text) => this.#answers.get(text) ?? []);
    if (known.length < everyOf.size) return;
    const until = Math.min(...known.map(({ validUntil }) => validUntil));
    const validUntil = Number.isFinite(until) ? until : null;
    const stored = this.#ctx.storage.kv.get<Checked>(CHECKED);
    if (stored?.version === version && stored.validUntil === validUntil) return;
    this.#ctx.storage.kv.put(CHECKED, { version, validUntil } satisfies Checked);
  }

  #count(tenant: string, round: { listeners: number; evaluations: number; rows: number }): void {
    const tally = this.#tally;
    if (tally.rounds === 0) tally.since = Date.now();
    tally.rounds += 1;
    tally.evaluations += round.evaluations;
    tally.rows_read += round.rows;
    if (Date.now() >= tally.since + LOG_MILLISECONDS) this.#log(tenant, round.listeners);
  }

  /** What the rounds since the last line have cost. */
  #log(tenant: string, listeners: number): void {
    const { since, ...counted } = this.#tally;
    const seconds = Math.round((Date.now() - since) / 1_000);
    logLine('info', { message: 'live figures', tenant, listeners, seconds, ...counted });
    this.#tally = { since: Date.now(), rounds: 0, evaluations: 0, rows_read: 0 };
  }
}

/** The queries that are listened to, each with the smallest `every` of its listeners, in seconds. */
function soonest(listeners: readonly Listener[]): Map<string, number> {
  const everyOf = new Map<string, number>();
  for (const { subscription } of listeners)
    for (const text of Object.values(subscription.queries))
      everyOf.set(text, Math.min(everyOf.get(text) ?? MOST_EVERY, subscription.every));
  return everyOf;
}

function dueAt(known: Evaluated | undefined, every: number): number {
  if (!known) return Number.POSITIVE_INFINITY;
  return Math.max(known.validUntil, known.asOf + every) * 1_000;
}
