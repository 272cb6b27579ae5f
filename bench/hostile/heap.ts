import type { BenchServer } from '../server.ts';

const BYTES_PER_MB = 1_048_576;
/** The inspector only accepts connections from a local origin. */
const FROM_HERE = { headers: { Origin: 'http://localhost' } };

interface Reply {
  id?: number;
  result?: { usedSize?: number; backingStorageSize?: number };
}

/** Asks the inspector how much memory the objects and buffers of an isolate take. */
export class HeapProbe {
  readonly #server: BenchServer;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #asked = 0;

  static async of(server: BenchServer): Promise<HeapProbe> {
    const [target] = (await (await fetch(server.inspector)).json()) as [{ webSocketDebuggerUrl: string }];
    const socket = new WebSocket(target.webSocketDebuggerUrl, FROM_HERE as unknown as string[]);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new HeapProbe(server, socket);
  }

  private constructor(server: BenchServer, socket: WebSocket) {
    this.#server = server;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
    });
  }

  /** Megabytes in use after garbage collection. */
  async used(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage');
    const { result } = await this.#ask('Runtime.getHeapUsage');
    return Math.round(((result?.usedSize ?? 0) + (result?.backingStorageSize ?? 0)) / BYTES_PER_MB);
  }

  close(): void {
    this.#socket.close();
  }

  /** The inspector only answers while the isolate is running, so a request is sent along. */
  async #ask(method: string): Promise<Reply> {
    this.#asked += 1;
    const id = this.#asked;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method }));
    await fetch(`${this.#server.url}/healthz`).then((response) => response.text());
    return reply;
  }
}
