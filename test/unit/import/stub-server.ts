import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  id: string;
  type: string;
  updated_at: string;
  [field: string]: unknown;
}

type Reason = { path: string; message: string };

/** A server that takes records as Callmeter does: by type, id and version. `refuse` and `warn` say why it objects. */
export async function stubServer() {
  const stored = new Map<string, { version: number; content: string }>();
  const history: Received[] = [];
  const state = {
    /** Requests are answered with 400 from this one on. */
    failFrom: Number.POSITIVE_INFINITY,
    requests: 0,
    refuse: (_: Received): Reason[] => [],
    warn: (_: Received): Reason[] => [],
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      state.requests += 1;
      response.setHeader('content-type', 'application/json');
      if (state.requests >= state.failFrom) {
        response.writeHead(400).end(JSON.stringify({ detail: 'stopped on purpose' }));
        return;
      }
      const isDry = request.url?.includes('dry_run=true') ?? false;
      const answer = {
        received: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        stale: 0,
        deleted: 0,
        rejected: 0,
        warned: 0,
      };
      const errors: object[] = [];
      const warnings: object[] = [];
      for (const line of Buffer.concat(parts).toString().split('\n')) {
        const record = JSON.parse(line) as Received;
        const refused = state.refuse(record);
        answer.received += 1;
        if (refused.length > 0) {
          answer.rejected += 1;
          errors.push({ index: answer.received - 1, errors: refused });
          continue;
        }
        const warned = state.warn(record);
        if (warned.length > 0) {
          answer.warned += 1;
          warnings.push({ index: answer.received - 1, type: record.type, id: record.id, warnings: warned });
        }
        const { updated_at, ...content } = record;
        const key = `${record.type} ${record.id}`;
        const earlier = stored.get(key);
        const now = { version: Date.parse(updated_at), content: JSON.stringify(content) };
        if (!isDry) history.push(record);
        if (earlier === undefined) answer.created += 1;
        else if (now.version < earlier.version) answer.stale += 1;
        else if (now.content === earlier.content) answer.unchanged += 1;
        else answer.updated += 1;
        if (!isDry && (earlier === undefined || now.version >= earlier.version)) stored.set(key, now);
      }
      response.end(JSON.stringify({ ...answer, warnings, errors }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    state,
    history,
    url: new URL(`http://127.0.0.1:${port}`),
    /** The stored content of a record. */
    record: (key: string): Record<string, unknown> | undefined => {
      const found = stored.get(key);
      return found === undefined ? undefined : (JSON.parse(found.content) as Record<string, unknown>);
    },
    count: () => stored.size,
    close: () => server.close(),
  };
}
