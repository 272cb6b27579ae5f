import cliProgress from 'cli-progress';

const PLAIN_EVERY_MS = 5_000;

/** Shows the progress of an import: a bar on a terminal, otherwise a plain line every few seconds. */
export interface ProgressDisplay {
  /** Bytes of the file and number of rows that are done. */
  update(bytes: number, rows: number): void;
  /** Prints a message without breaking the bar. */
  note(text: string): void;
  stop(): void;
}

/** A display for `stream`; `totalBytes` is the size of the file. */
export function progressDisplay(stream: NodeJS.WriteStream, totalBytes: number): ProgressDisplay {
  return stream.isTTY ? bar(stream, totalBytes) : plainLines(stream, totalBytes);
}

function bar(stream: NodeJS.WriteStream, totalBytes: number): ProgressDisplay {
  const format = '{bar} {percentage}% | {rows} rows | {eta_formatted} left';
  const shown = new cliProgress.SingleBar(
    { stream, format, hideCursor: false },
    cliProgress.Presets.shades_classic,
  );
  shown.start(totalBytes, 0, { rows: 0 });
  return {
    update: (bytes, rows) => shown.update(Math.min(bytes, totalBytes), { rows }),
    note: (text) => stream.write(`\r\x1b[K${text}\n`),
    stop: () => shown.stop(),
  };
}

function plainLines(stream: NodeJS.WriteStream, totalBytes: number): ProgressDisplay {
  let last = Date.now();
  return {
    update: (bytes, rows) => {
      if (Date.now() - last < PLAIN_EVERY_MS) return;
      last = Date.now();
      const percent = Math.min(100, Math.floor((100 * bytes) / Math.max(1, totalBytes)));
      stream.write(`${percent}% | ${rows} rows\n`);
    },
    note: (text) => stream.write(`${text}\n`),
    stop: () => {},
  };
}
