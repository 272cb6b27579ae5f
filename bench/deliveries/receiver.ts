import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What one path of the receiver was sent. */
export class Inbox {
  secret = '';
  /** Number of requests by event id, and the bodies that came with it. */
  readonly requests = new Map<string, number>();
  readonly bodies = new Map<string, Set<string>>();
  badSignatures = 0;

  take(headers: Record<string, string>, body: string): string {
    const id = headers['webhook-id'] ?? '';
    try {
      new Webhook(this.secret).verify(body, headers);
    } catch {
      this.badSignatures += 1;
    }
    this.requests.set(id, (this.requests.get(id) ?? 0) + 1);
    this.bodies.set(id, (this.bodies.get(id) ?? new Set()).add(body));
    return id;
  }

  /** Whether the same id always came with the same body. */
  get isStable(): boolean {
    return [...this.bodies.values()].every(({ size }) => size === 1);
  }
}

const DOWN_FOR = 4;

/**
 * A receiver on loopback: `/up` takes everything, `/down` refuses the first four attempts of every event, `/hangs` never
 * answers, `/disabled` counts what it should not be sent.
 */
export class Receiver {
  readonly inboxes = { up: new Inbox(), down: new Inbox(), hangs: new Inbox(), disabled: new Inbox() };
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const name = request.url?.slice(1) as keyof typeof this.inboxes;
      let body = '';
      for await (const chunk of request) body += chunk;
      const inbox = this.inboxes[name];
      const id = inbox.take(request.headers as Record<string, string>, body);
      if (name === 'hangs') return;
      const isDown = name === 'down' && (inbox.requests.get(id) ?? 0) <= DOWN_FOR;
      response.writeHead(isDown ? 503 : 200).end();
    });
  }

  /** Listens on a free port of 127.0.0.1. Returns the origin. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  end(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
