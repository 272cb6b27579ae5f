import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT } from './project.ts';

const FILE = join(KEPT, 'demo.json');

/** What later starts need to know about the demo tenant. */
export interface DemoState {
  api_key: string;
  /** The instant (seconds UTC) at which the demo data ends. */
  until: number;
  /** Number of its records that the API has acknowledged. */
  sent: number;
  complete: boolean;
}

/** Null if the file does not exist or cannot be read. */
export function readDemoState(): DemoState | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return null;
  }
}

/** Replaces the file atomically. Only its owner may read it, because it contains an API key. */
export function writeDemoState(state: DemoState): void {
  writeFileSync(`${FILE}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${FILE}.new`, FILE);
}

export function forgetDemoState(): void {
  rmSync(FILE, { force: true });
}
