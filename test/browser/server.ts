import { mkdirSync, rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../../scripts/start/migrations.ts';
import { choosePort } from '../../scripts/start/port.ts';
import { KEPT, STATE } from '../../scripts/start/project.ts';
import { claimState, noteServer, releaseState } from '../../scripts/start/running.ts';
import { ready, startServer } from '../../scripts/start/server.ts';

/** Above the ports that `npm start` takes by itself. */
const FIRST_PORT = 8900;

/** Starts the server that all browser tests use, on data of its own. Returns what stops it. */
export default async function startOnce(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(STATE, { recursive: true });
  await claimState();
  await applyMigrations();
  const server = startServer(await choosePort(undefined, FIRST_PORT));
  if (server.pid !== undefined) noteServer(server.pid, server.url);
  async function stop(): Promise<void> {
    await server.stop();
    releaseState();
    if (!project.getProvidedContext().isKept) rmSync(KEPT, { recursive: true, force: true });
  }
  try {
    await ready(server);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('origin', server.url);
  return stop;
}
