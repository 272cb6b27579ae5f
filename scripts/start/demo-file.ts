import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT } from './project.ts';

const FILE = join(KEPT, 'demo.json');

/** What later starts must know of the demo tenant. */
export interface DemoState {
  api_key: string;
  /** The instant (seconds UTC) up to which the demo data reach. */
  until: number;
  /** How many of its records have been acknowledged. */
  sent: number;
  complete: boolean;
}

/** Null where there is none, or none that can be read. */
export function readDemoState(): DemoState | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return null;
  }
}

/** Replaces the file in one step; only its owner may read it, for it holds a key. */
export function writeDemoState(state: DemoState): void {
  writeFileSync(`${FILE}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${FILE}.new`, FILE);
}

export function forgetDemoState(): void {
  rmSync(FILE, { force: true });
}
