import type { KillMeasured, LiveMeasured } from '../live.ts';
import { ms, table } from './format.ts';

/** How late streams of live figures were, what they read, and how they came back after a kill. */
export function liveTable({ live, killed }: { live: readonly LiveMeasured[]; killed: KillMeasured }): string {
  const head = ['streams', 'delay p50, ms', 'p99', 'most', 'ingest p50, ms', 'p99', 'rows read per second'];
  const lines = live.map(({ listeners, delay, ingest, rowsPerSecond }) => [
    String(listeners),
    ...(delay ? [ms(delay.p50), ms(delay.p99), ms(delay.most)] : ['', '', '']),
    ms(ingest.p50),
    ms(ingest.p99),
    rowsPerSecond === undefined ? '' : rowsPerSecond.toFixed(1),
  ]);
  const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(1);
  return [
    table(head, lines),
    '',
    `After a kill with ${killed.listeners} streams the server answered again in ${seconds(killed.downMs)} s; ` +
      `${seconds(killed.backMs)} s later every stream showed the right figure.`,
  ].join('\n');
}
