import type { Bytes, StartupMeasured } from '../startup.ts';
import { count, met, ms, table } from './format.ts';

const HEADING = '## Start-up and size';
const MOST_KB = 250;
/** Of the CPU time of the other checkout. */
const MOST_SHARE = 0.5;

/** The section on start-up as Markdown. The last of `measured` is this checkout. */
export function startupSection(measured: readonly StartupMeasured[], starts: number): string {
  const [first, last] = [measured.at(0)!, measured.at(-1)!];
  const isSmall = last.script!.gzip <= MOST_KB * 1_000;
  const rows = measured.map(({ name, script, others, cpu }) => [
    name,
    size(script!),
    size(others!),
    ms(cpu),
    (cpu / first.cpu).toFixed(2),
  ]);
  const verdicts = [
    `Target: a script of ≤ ${MOST_KB} kB gzip: ${met(isSmall)}.`,
    ...(first === last
      ? []
      : [`Target: ≤ ${MOST_SHARE} of the other's CPU time: ${met(last.cpu <= MOST_SHARE * first.cpu)}.`]),
  ];
  return `${HEADING}

Written by \`npm run bench -- --startup\`, which builds the Worker as \`wrangler deploy\` does and starts it ${starts} times;
with \`--against <directory>\`, another checkout by turns with this one. The script answers requests; the other modules
are what draws PDF files, and fonts. CPU time is that of compiling and evaluating, in milliseconds: the median, minus
that of an empty Worker. On a busy machine only the ratio counts.

${table(['', 'script, kB (gzip)', 'other modules, kB (gzip)', 'CPU, ms', 'of the first'], rows)}

${verdicts.join(' ')}
`;
}

function size({ raw, gzip }: Bytes): string {
  return `${count(raw / 1_000)} (${count(gzip / 1_000)})`;
}

/** `document` with `section` in place of its section on start-up, or at its end. */
export function withStartup(document: string, section: string): string {
  const [before, own] = split(document);
  const after = own.slice(HEADING.length).match(/\n(## [\s\S]*)/)?.[1] ?? '';
  return `${before.trimEnd()}\n\n${section}${after && `\n${after}`}`;
}

/** The section on start-up of a document; undefined if it has none. */
export function startupOf(document: string): string | undefined {
  const [, own] = split(document);
  return own === '' ? undefined : `${own.split(/\n(?=## )/)[0]!.trimEnd()}\n`;
}

function split(document: string): [before: string, own: string] {
  const at = document.indexOf(`\n${HEADING}\n`);
  return at < 0 ? [document, ''] : [document.slice(0, at), document.slice(at + 1)];
}
