/** A row of a file. */
export interface FileRow {
  /** The line where it ends, the row of a sheet, or the place in a list; from 1. */
  line: number;
  /** From 1, without the header. */
  number: number;
  /** Approximate position in the file, in bytes as they are on disk. */
  bytes: number;
  /** The row as it is in the file, for people. */
  raw: string;
  /** What is in it, by name; absent cells are missing. */
  cells: Record<string, unknown>;
  /** Why it could not be read, or does not fit the header. */
  problem?: string;
}

/** A file that cannot be read as what it is, or as what the mapping says. */
export class UnreadableFile extends Error {}

const LONGEST_RAW = 20_000;

/** What rows keep of their text for the file of rejects. */
export function rawText(text: string): string {
  const line = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  return line.length > LONGEST_RAW ? `${line.slice(0, LONGEST_RAW)}…` : line;
}
