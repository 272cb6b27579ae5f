import { HOST, STATE } from './project.ts';
import { type Wrangler, wrangler } from './wrangler.ts';

const READY_WITHIN_MS = 90_000;
const POLL_MS = 100;

export interface Server extends Wrangler {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  url: string;
}

/** Starts the Worker on this machine. It accepts requests once `ready` has resolved. */
export function startServer(port: number): Server {
  const place = ['--local', '--ip', HOST, '--port', String(port), '--persist-to', STATE];
  const manners = ['--test-scheduled', '--show-interactive-dev-session=false', '--inspector-port', '0'];
  return { ...wrangler('dev', ...place, ...manners), url: `http://${HOST}:${port}` };
}

/** Waits for /healthz. Throws the last lines of the server if it exits or is not ready within 90 seconds. */
export async function ready(server: Server): Promise<void> {
  let hasEnded = false;
  server.ended.then(() => {
    hasEnded = true;
  });
  for (const begin = Date.now(); Date.now() - begin < READY_WITHIN_MS; ) {
    if (hasEnded) throw new Error(`The server ended while it was starting:\n${server.lastLines()}`);
    const answer = await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The server does not answer ${server.url}/healthz:\n${server.lastLines()}`);
}
