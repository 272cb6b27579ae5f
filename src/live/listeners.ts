import { type EndReason, endMessage, type Form } from './messages.ts';
import type { Subscription } from './subscription.ts';

/** For how long a stream lasts, in milliseconds. */
const STREAM_MILLISECONDS = 3_600_000;
/** What may be sent to a client between two of its pings, in characters. */
const UNREAD_CHARACTERS = 4 * 1024 * 1024;
/** How long a client may be silent, in milliseconds; it pings every 25 seconds. */
const SILENT_MILLISECONDS = 90_000;
const STORED = 'listener:';

/** What is attached to a socket, so that the hub finds it again after it has slept. Instants in milliseconds UTC. */
interface Attached {
  id: string;
  form: Form;
  openedAt: number;
  /** The hashes of the answers that were sent last, by the position of the query. */
  sent: (string | null)[];
}

/** A stream that is open. */
export interface Listener {
  socket: WebSocket;
  attached: Attached;
  subscription: Subscription;
  /** Tells credentials apart: an API key by its id, a session token by its user and the time it was issued. */
  caller: string;
}

/** The sockets of a hub, and what they listen to. Everything is stored or attached, because a hub that sleeps forgets. */
export class Listeners {
  readonly #ctx: DurableObjectState;
  /** What is attached and stored, read once while the hub is awake. */
  readonly #known = new WeakMap<WebSocket, Listener>();
  /** What was sent since a client's last ping. It is not stored: a hub that could sleep has not sent much. */
  readonly #unread = new WeakMap<WebSocket, { pingedAt: number; characters: number }>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Opens a socket for a subscription (its JSON) and returns the end for the client. */
  add(id: string, subscription: string, form: Form): WebSocket {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.storage.kv.put(STORED + id, subscription);
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ id, form, openedAt: Date.now(), sent: [] } satisfies Attached);
    return client;
  }

  /** Those that are open. */
  open(): Listener[] {
    return this.#ctx.getWebSockets().flatMap((socket) => {
      if (socket.readyState !== WebSocket.OPEN) return [];
      return this.#known.get(socket) ?? this.#read(socket) ?? [];
    });
  }

  /** Sends messages, and remembers the hashes of the answers that were sent last. */
  send(listener: Listener, messages: readonly string[], sent: Attached['sent']): void {
    const { socket, attached } = listener;
    const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    const before = this.#unread.get(socket);
    let characters = before?.pingedAt === pingedAt ? before.characters : 0;
    for (const message of attached.form === 'events' ? [messages.join('')] : messages) {
      characters += message.length;
      socket.send(message);
    }
    this.#unread.set(socket, { pingedAt, characters });
    listener.attached = { ...attached, sent };
    socket.serializeAttachment(listener.attached);
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
    const { form } = socket.deserializeAttachment() as Attached;
    socket.send(endMessage(form, reason));
    socket.close(reason === 'revoked' || reason === 'suspended' ? 1008 : 1000, reason);
    this.forget(socket);
  }

  /** Deletes what a socket that is closed has listened to. */
  forget(socket: WebSocket): void {
    const { id } = socket.deserializeAttachment() as Attached;
    this.#known.delete(socket);
    this.#ctx.storage.kv.delete(STORED + id);
  }

  /** Deletes what is stored without a socket: a hub that was stopped was not told that its sockets closed. */
  forgetAll(): void {
    for (const [key] of [...this.#ctx.storage.kv.list({ prefix: STORED })]) this.#ctx.storage.kv.delete(key);
  }

  #read(socket: WebSocket): Listener | undefined {
    const attached = socket.deserializeAttachment() as Attached;
    const stored = this.#ctx.storage.kv.get<string>(STORED + attached.id);
    if (stored === undefined) return undefined;
    const subscription = JSON.parse(stored) as Subscription;
    const listener = { socket, attached, subscription, caller: JSON.stringify(subscription.actor) };
    this.#known.set(socket, listener);
    return listener;
  }
}
