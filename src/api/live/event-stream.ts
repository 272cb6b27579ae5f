import { BOUNDS } from '../../bounds.ts';
import { type EndReason, endMessage, randomRetry } from '../../live/messages.ts';

export const EVENT_STREAM = 'text/event-stream';

/** How often a comment is sent, so that proxies keep the connection and a lost client is noticed. */
const COMMENT_MILLISECONDS = 25_000;
/** What is received of the hub before it is told that it was read, in characters. */
const ACKNOWLEDGED_CHARACTERS = 1024 * 1024;

/** The headers of a stream. */
export const STREAM_HEADERS = {
  'Content-Type': `${EVENT_STREAM}; charset=utf-8`,
  // Proxies must neither keep the stream nor collect it before they pass it on.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** A message of the hub. */
interface Message {
  event: string;
  id?: string;
  data: { retry?: number };
}

/**
 * Shows the messages of a hub's socket as server-sent events (HTML Standard, section 9.2) until either side ends. A
 * client that reads too slowly is cut off; it comes back for a snapshot.
 */
export function eventStream(socket: WebSocket): Response {
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = relay(socket, controller);
      },
      cancel: () => stop(),
    },
    { highWaterMark: BOUNDS.liveBufferBytes.value, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, { headers: STREAM_HEADERS });
}

/** Passes messages on. Returns what ends it when the client has gone. */
function relay(socket: WebSocket, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
  const encoder = new TextEncoder();
  let isOpen = true;
  let unacknowledged = 0;
  const close = (end: () => void): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(comments);
    end();
    socket.close(1000);
  };
  const write = (text: string): void => {
    if (!isOpen) return;
    if ((controller.desiredSize ?? 0) <= 0) close(() => controller.error(new Error('Read too slowly.')));
    else controller.enqueue(encoder.encode(text));
  };
  const pass = (text: string): void => {
    const message = JSON.parse(text) as Message;
    write(eventOf(message));
    if (message.event === 'end') close(() => controller.close());
  };
  const comments = setInterval(() => {
    write(': open\n\n');
    if (isOpen) socket.send('ping');
  }, COMMENT_MILLISECONDS);
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string' || data === 'pong' || !isOpen) return;
    pass(data);
    unacknowledged += data.length;
    if (unacknowledged < ACKNOWLEDGED_CHARACTERS || !isOpen) return;
    unacknowledged = 0;
    socket.send('ping');
  });
  const lost = () => isOpen && pass(endMessage('restarted' satisfies EndReason));
  socket.addEventListener('close', lost);
  socket.addEventListener('error', lost);
  write(`retry: ${randomRetry()}\n: open\n\n`);
  return () => close(() => undefined);
}

function eventOf({ event, id, data }: Message): string {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(data.retry === undefined ? [] : [`retry: ${data.retry}`]),
    `event: ${event}`,
    `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.join('\n')}\n\n`;
}
