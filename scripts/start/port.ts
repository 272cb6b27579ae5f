import { createServer } from 'node:net';
import { HOST } from './project.ts';

const USUAL_PORT = 8787;
const TRIES = 100;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The wanted port, or else the first free one starting at `from`. Throws an Error if the wanted port is taken. */
export async function choosePort(wanted: number | undefined, from = USUAL_PORT): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new Error(
      `Port ${wanted} is in use. Stop the process that listens there, or choose another one with --port.`,
    );
  }
  for (let port = from; port < from + TRIES; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${from} to ${from + TRIES - 1} is free. Choose one with --port.`);
}
