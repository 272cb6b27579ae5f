import { readdirSync, readFileSync } from 'node:fs';
import type { BenchServer } from '../server.ts';

/** Resident megabytes of the runtimes of `server`, including local D1; undefined if the system does not report it. */
export async function runtimeMemory({ pid }: BenchServer): Promise<number | undefined> {
  try {
    const kilobytes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((id) => residentOf(id, pid));
    const sum = kilobytes.reduce((total, each) => total + each, 0);
    return sum === 0 ? undefined : Math.round(sum / 1_024);
  } catch {
    return undefined;
  }
}

/** Kilobytes of process `id` if it is a runtime in the process group `group`, else 0. */
function residentOf(id: string, group: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const [, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (name !== 'workerd' || Number(processGroup) !== group) return 0;
    const [, resident = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return Number(resident);
  } catch {
    // The process has ended in the meantime.
    return 0;
  }
}
