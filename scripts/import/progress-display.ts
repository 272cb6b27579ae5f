import cliProgress from 'cli-progress';

const PLAIN_EVERY_MS = 5_000;

/** Shows the progress of an import: a bar on a terminal, otherwise a plain line every few seconds. */
export interface ProgressDisplay {
  /** How much of the total is done, and the number that is shown beside it. */
  update(done: number, count: number): void;
  /** Prints a message without breaking the bar. */
  note(text: string): void;
  stop(): void;
}

/** A display for `stream`; `counted` names what is counted, such as `rows read`. */
export function progressDisplay(stream: NodeJS.WriteStream, total: number, counted: string): ProgressDisplay {
  return stream.isTTY ? bar(stream, total, counted) : plainLines(stream, total, counted);
}

function bar(stream: NodeJS.WriteStream, total: number, counted: string): ProgressDisplay {
  const format = `{bar} {percentage}% | {count} ${counted} | {eta_formatted} left`;
  const shown = new cliProgress.SingleBar(
    { stream, format, hideCursor: false },
    cliProgress.Presets.shades_classic,
  );
  shown.start(total, 0, { count: 0 });
  return {
    update: (done, count) => shown.update(Math.min(done, total), { count }),
    note: (text) => stream.write(`\r\x1b[K${text}\n`),
    stop: () => shown.stop(),
  };
}

function plainLines(stream: NodeJS.WriteStream, total: number, counted: string): ProgressDisplay {
  let last = Date.now();
  return {
    update: (done, count) => {
      if (Date.now() - last < PLAIN_EVERY_MS) return;
      last = Date.now();
      const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, total)));
      stream.write(`${percent}% | ${count} ${counted}\n`);
    },
    note: (text) => stream.write(`${text}\n`),
    stop: () => {},
  };
}
