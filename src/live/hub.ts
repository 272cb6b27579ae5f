import { DurableObject } from 'cloudflare:workers';
import { BOUNDS } from '../bounds.ts';
import { readConfig } from '../env.ts';
import { describeError, logLine } from '../log.ts';
import { type LiveHubCalls, TICKET_HEADER } from './calls.ts';
import type { Evaluated } from './evaluate.ts';
import { type Listener, Listeners } from './listeners.ts';
import { answerMessage } from './messages.ts';
import { Round } from './round.ts';
import { Schedule } from './schedule.ts';
import { TicketsKept } from './tickets-kept.ts';

/** For how long a Worker need not tell a hub that nobody listens to, in milliseconds. */
export const QUIET_MILLISECONDS = 30_000;
/** A lost poke is found within this time, in milliseconds. */
const CHECK_MILLISECONDS = 15_000;
/** A round that failed is tried again after this time, in milliseconds. */
const RETRY_MILLISECONDS = 2_000;

const POLL_UNTIL = 'poll until';

/**
 * The live figures of one tenant. It sleeps between changes: sockets hibernate, and everything that is needed after
 * waking is stored. Without listeners it has no alarm.
 */
export class LiveHub extends DurableObject implements LiveHubCalls {
  readonly #listeners: Listeners;
  readonly #tickets: TicketsKept;
  readonly #schedule: Schedule;
  readonly #round: Round;
  /** By then all Workers ask again whether somebody listens. After a start any may have been told not to. */
  #quietUntil = Date.now() + QUIET_MILLISECONDS;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    this.#listeners = new Listeners(ctx);
    this.#tickets = new TicketsKept(ctx);
    this.#schedule = new Schedule(ctx, () => this.#run());
    this.#round = new Round(ctx, { database: env.DB, config: readConfig(env), listeners: this.#listeners });
  }

  /** See `LiveHubCalls`. */
  async keepTicket(id: string, subscription: string, expiresAt: number): Promise<'kept' | 'full'> {
    const { left } = this.#tickets.sweep(Date.now());
    const open = this.#listeners.open();
    const texts = new Set(open.flatMap((each) => Object.values(each.subscription.queries)));
    if (open.length + left >= BOUNDS.liveStreams.value || texts.size >= BOUNDS.liveQueries.value)
      return 'full';
    this.#tickets.keep(id, { subscription, expiresAt });
    await this.#schedule.atLatest(expiresAt);
    return 'kept';
  }

  /** See `LiveHubCalls`. */
  async poke(): Promise<number> {
    const isHeard = this.#listeners.open().length > 0;
    if (isHeard) this.#schedule.soon();
    if (isHeard || this.#tickets.sweep(Date.now()).left > 0) return 0;
    this.#quietUntil = Date.now() + QUIET_MILLISECONDS;
    return QUIET_MILLISECONDS / 1_000;
  }

  /** Answers a socket for the ticket in the header, or 403 if it has been used. */
  override async fetch(request: Request): Promise<Response> {
    const id = request.headers.get(TICKET_HEADER) ?? '';
    const subscription = this.#tickets.take(id);
    if (subscription === undefined) return new Response(null, { status: 403 });
    const isFirst = this.#listeners.open().length === 0;
    if (isFirst && Date.now() < this.#quietUntil) this.ctx.storage.kv.put(POLL_UNTIL, this.#quietUntil);
    const webSocket = this.#listeners.add(id, subscription);
    this.#schedule.soon();
    return new Response(null, { status: 101, webSocket });
  }

  override async alarm(): Promise<void> {
    await this.#schedule.run();
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    this.#listeners.end({ socket }, 'unexpected');
    await this.#restIfAlone();
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#listeners.forget(socket);
    // Only codes that an application may send can be sent back.
    socket.close(code === 1000 || code >= 3000 ? code : 1000);
    await this.#restIfAlone();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#listeners.forget(socket);
    await this.#restIfAlone();
  }

  /** One round: compute what may have changed, send what has. */
  async #run(): Promise<void> {
    const listeners = this.#listeners.open();
    if (listeners.length === 0) return this.#rest();
    try {
      const answers = await this.#round.answers(listeners);
      for (const listener of this.#listeners.open()) this.#send(listener, answers);
      await this.#schedule.atLatest(this.#nextRound());
    } catch (error) {
      logLine('error', { message: 'live figures failed', error: describeError(error) });
      await this.#schedule.atLatest(Date.now() + RETRY_MILLISECONDS);
    }
  }

  #send(listener: Listener, answers: ReadonlyMap<string, Evaluated>): void {
    const { subscription, attached } = listener;
    const sent = [...attached.sent];
    const messages = Object.entries(subscription.queries).flatMap(([name, text], index) => {
      const answer = answers.get(text);
      if (!answer || answer.hash === (sent[index] ?? null)) return [];
      sent[index] = answer.hash;
      return [answerMessage(name, answer)];
    });
    if (messages.length > 0) this.#listeners.send(listener, messages, sent);
  }

  /** When the next round is due without a poke, milliseconds UTC. */
  #nextRound(): number {
    const now = Date.now();
    const pollUntil = this.ctx.storage.kv.get<number>(POLL_UNTIL) ?? 0;
    if (now < pollUntil) return now;
    return Math.min(now + CHECK_MILLISECONDS, this.#round.dueAt(this.#listeners.open()));
  }

  async #restIfAlone(): Promise<void> {
    if (this.#listeners.open().length === 0) await this.#rest();
  }

  /** Nobody listens: forgets everything but tickets that may still be used. */
  async #rest(): Promise<void> {
    this.#round.forget(this.ctx.id.name);
    this.#listeners.forgetAll();
    this.ctx.storage.kv.delete(POLL_UNTIL);
    const { left, firstExpiry } = this.#tickets.sweep(Date.now());
    if (left > 0) await this.#schedule.onlyAt(firstExpiry);
    else await this.#schedule.never();
  }
}
