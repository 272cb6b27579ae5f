import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const MS_A_TICK = 10;

/**
 * Milliseconds of CPU used so far by the runtimes in a process group, including local D1 but no other processes.
 * Undefined if the system does not report it.
 */
export function runtimeCpu(group: number): number | undefined {
  const times = processes().flatMap((stat) => {
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const [, , processGroup, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [userTicks, systemTicks] = rest.slice(8).map(Number);
    return name === 'workerd' && Number(processGroup) === group
      ? [((userTicks ?? 0) + (systemTicks ?? 0)) * MS_A_TICK]
      : [];
  });
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
}

function processes(): string[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((id) => {
        try {
          return [readFileSync(`/proc/${id}/stat`, 'utf8')];
        } catch {
          // The process has ended in the meantime.
          return [];
        }
      });
  } catch {
    return [];
  }
}
