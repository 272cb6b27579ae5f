import type { EndReason } from './messages.ts';
import { endMessage } from './messages.ts';
import type { Subscription } from './subscription.ts';

/** For how long a stream lasts, in milliseconds. */
const STREAM_MILLISECONDS = 3_600_000;
/** What may be sent to a client between two of its pings, in characters. */
const UNREAD_CHARACTERS = 4 * 1024 * 1024;
/** How long a client may be silent, in milliseconds; it pings every 25 seconds. */
const SILENT_MILLISECONDS = 90_000;
const ATTACHMENT = { listener: 'listener:' } as const;

/** What is attached to a socket, so that the hub finds it again after it has slept. Instants in milliseconds UTC. */
interface Attached {
  id: string;
  openedAt: number;
  /** The hashes of the answers that were sent last, by the position of the query. */
  sent: (string | null)[];
}

/** A stream that is open. */
export interface Listener {
  socket: WebSocket;
  attached: Attached;
  subscription: Subscription;
}

/** The sockets of a hub, and what they listen to. Everything is stored or attached, because a hub that sleeps forgets. */
export class Listeners {
  readonly #ctx: DurableObjectState;
  readonly #subscriptions = new Map<string, Subscription>();
  /** What was sent since a client's last ping. It is not stored: a hub that could sleep has not sent much. */
  readonly #unread = new WeakMap<WebSocket, { pingedAt: number; characters: number }>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Opens a socket for a subscription (its JSON) and returns the end for the client. */
  add(id: string, subscription: string): WebSocket {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.storage.kv.put(ATTACHMENT.listener + id, subscription);
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ id, openedAt: Date.now(), sent: [] } satisfies Attached);
    return client;
  }

  /** Those that are open. */
  open(): Listener[] {
    return this.#ctx.getWebSockets().flatMap((socket) => {
      if (socket.readyState !== WebSocket.OPEN) return [];
      const attached = socket.deserializeAttachment() as Attached;
      const subscription = this.#subscriptionOf(attached.id);
      return subscription ? [{ socket, attached, subscription }] : [];
    });
  }

  /** Sends messages, and remembers the hashes of the answers that were sent last. */
  send({ socket, attached }: Listener, messages: readonly string[], sent: Attached['sent']): void {
    const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    const before = this.#unread.get(socket);
    let characters = before?.pingedAt === pingedAt ? before.characters : 0;
    for (const message of messages) {
      characters += message.length;
      socket.send(message);
    }
    this.#unread.set(socket, { pingedAt, characters });
    socket.serializeAttachment({ ...attached, sent } satisfies Attached);
  }

  /** Why a stream has to end at `now` (milliseconds UTC), if it has to. */
  endOf({ socket, attached }: Listener, now: number): EndReason | undefined {
    if (now >= attached.openedAt + STREAM_MILLISECONDS) return 'time_limit';
    if ((this.#unread.get(socket)?.characters ?? 0) > UNREAD_CHARACTERS) return 'slow';
    const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? attached.openedAt;
    return now - pingedAt > SILENT_MILLISECONDS ? 'silent' : undefined;
  }

  /** Says why, and closes the socket. */
  end({ socket }: Pick<Listener, 'socket'>, reason: EndReason): void {
    socket.send(endMessage(reason));
    socket.close(reason === 'revoked' || reason === 'suspended' ? 1008 : 1000, reason);
    this.forget(socket);
  }

  /** Deletes what a socket that is closed has listened to. */
  forget(socket: WebSocket): void {
    const { id } = socket.deserializeAttachment() as Attached;
    this.#subscriptions.delete(id);
    this.#ctx.storage.kv.delete(ATTACHMENT.listener + id);
  }

  /** Deletes what is stored without a socket: a hub that was stopped was not told that its sockets closed. */
  forgetAll(): void {
    this.#subscriptions.clear();
    for (const [key] of [...this.#ctx.storage.kv.list({ prefix: ATTACHMENT.listener })])
      this.#ctx.storage.kv.delete(key);
  }

  #subscriptionOf(id: string): Subscription | undefined {
    const known = this.#subscriptions.get(id);
    if (known) return known;
    const stored = this.#ctx.storage.kv.get<string>(ATTACHMENT.listener + id);
    if (stored === undefined) return undefined;
    const subscription = JSON.parse(stored) as Subscription;
    this.#subscriptions.set(id, subscription);
    return subscription;
  }
}
