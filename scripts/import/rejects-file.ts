import { mkdir, open, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A rejected row or record. */
export interface Reject {
  line: number;
  type: string;
  id: string;
  path: string;
  reason: string;
  raw: string;
}

const HEADER = ['line', 'type', 'id', 'path', 'reason', 'row'];

/** A CSV file of what was rejected and why. It is created with the first reject. */
export class RejectsFile {
  readonly path: string;
  #bytes: number;

  private constructor(path: string, bytes: number) {
    this.path = path;
    this.#bytes = bytes;
  }

  /**
   * Opens the file of an earlier run, cut to `bytes` bytes: what a killed run wrote after them belongs to a batch that
   * is sent again. 0 starts a new file.
   */
  static async open(path: string, bytes: number): Promise<RejectsFile> {
    if (bytes === 0) {
      await rm(path, { force: true });
      return new RejectsFile(path, 0);
    }
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size > bytes) await truncate(path, bytes);
    return new RejectsFile(path, Math.min(size, bytes));
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends rejects, one line each. */
  async append(rejects: Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    await mkdir(dirname(this.path), { recursive: true });
    const lines = rejects.map(({ line, type, id, path, reason, raw }) => [line, type, id, path, reason, raw]);
    const text = [...(this.#bytes === 0 ? [HEADER] : []), ...lines].map(csvLine).join('');
    const handle = await open(this.path, 'a', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    this.#bytes += Buffer.byteLength(text);
  }
}

function csvLine(cells: (string | number)[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n;\t|]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}
