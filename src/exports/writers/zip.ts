import { TooLarge } from '../../errors.ts';

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Loaded for the first file, so that starting the Worker does not load it. */
const zlib = () => process.getBuiltinModule('node:zlib');
const encoder = new TextEncoder();
const MAX_SIZE = 0xff_ff_ff_ff;
const VERSION = 20;
/** Sizes are in a data descriptor (bit 3), names in UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01 00:00, the earliest date of ZIP. A constant, so that the same document gives the same bytes. */
const DATE = 0x0021;
/** The rows of a sheet are so similar that a fast level compresses almost as well as the best one. */
const LEVEL = 1;

interface Entry {
  name: string;
  offset: number;
  crc: number;
  compressed: number;
  size: number;
}

/** Everything needed to continue an unfinished ZIP file. */
export interface ZipState {
  offset: number;
  entries: Entry[];
}

/**
 * Writes a ZIP file piece by piece; the entry started last is the open one. Every piece ends on a byte boundary of the
 * deflate stream, so that a new writer can continue from the state after any piece. Throws `TooLarge` beyond 4 GiB.
 */
export class ZipWriter {
  readonly state: ZipState;

  constructor(state: ZipState = { offset: 0, entries: [] }) {
    this.state = state;
  }

  start(name: string): Uint8Array {
    const entry = { name, offset: this.state.offset, crc: 0, compressed: 0, size: 0 };
    this.state.entries.push(entry);
    const header = record(30 + name.length, 0x04034b50);
    header.setUint16(4, VERSION, true);
    describe(header, 6, entry);
    return this.#advance(named(header, 30, name));
  }

  data(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return bytes;
    return this.#deflate(bytes, zlib().constants.Z_SYNC_FLUSH);
  }

  finish(): Uint8Array {
    const last = this.#deflate(new Uint8Array(0), zlib().constants.Z_FINISH);
    const entry = this.#open();
    const descriptor = record(16, 0x08074b50);
    descriptor.setUint32(4, entry.crc, true);
    descriptor.setUint32(8, entry.compressed, true);
    descriptor.setUint32(12, entry.size, true);
    return joinBytes([last, this.#advance(new Uint8Array(descriptor.buffer))]);
  }

  /** Writes a complete entry. */
  entry(name: string, text: string): Uint8Array {
    return joinBytes([this.start(name), this.data(encoder.encode(text)), this.finish()]);
  }

  /** Writes the central directory. */
  end(): Uint8Array {
    const { entries, offset } = this.state;
    const directory = joinBytes(entries.map(directoryRecord));
    const tail = record(22, 0x06054b50);
    tail.setUint16(8, entries.length, true);
    tail.setUint16(10, entries.length, true);
    tail.setUint32(12, directory.length, true);
    tail.setUint32(16, offset, true);
    return this.#advance(joinBytes([directory, new Uint8Array(tail.buffer)]));
  }

  #deflate(bytes: Uint8Array, finishFlush: number): Uint8Array {
    const entry = this.#open();
    const piece = zlib().deflateRawSync(bytes, { level: LEVEL, finishFlush });
    // crc32 of no bytes returns 0 and would lose the previous value.
    if (bytes.length > 0) entry.crc = zlib().crc32(bytes, entry.crc);
    entry.size += bytes.length;
    entry.compressed += piece.length;
    if (entry.size > MAX_SIZE) throw tooLarge();
    return this.#advance(piece);
  }

  #open(): Entry {
    const entry = this.state.entries.at(-1);
    if (!entry) throw new Error('No entry has been started.');
    return entry;
  }

  #advance(bytes: Uint8Array): Uint8Array {
    this.state.offset += bytes.length;
    if (this.state.offset > MAX_SIZE) throw tooLarge();
    return bytes;
  }
}

function tooLarge(): TooLarge {
  return new TooLarge('An XLSX file can have at most 4 GiB. Request a shorter period, or csv or json.');
}

function record(length: number, signature: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  return view;
}

function named(view: DataView<ArrayBuffer>, at: number, name: string): Uint8Array {
  const bytes = new Uint8Array(view.buffer);
  bytes.set(encoder.encode(name), at);
  return bytes;
}

/** Fields that a local header and a central directory record share. Names of entries are ASCII. */
function describe(view: DataView, at: number, entry: Entry): void {
  view.setUint16(at, FLAGS, true);
  view.setUint16(at + 2, DEFLATE, true);
  view.setUint16(at + 6, DATE, true);
  view.setUint32(at + 8, entry.crc, true);
  view.setUint32(at + 12, entry.compressed, true);
  view.setUint32(at + 16, entry.size, true);
  view.setUint16(at + 20, entry.name.length, true);
}

function directoryRecord(entry: Entry): Uint8Array {
  const view = record(46 + entry.name.length, 0x02014b50);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, VERSION, true);
  describe(view, 8, entry);
  view.setUint32(42, entry.offset, true);
  return named(view, 46, entry.name);
}
