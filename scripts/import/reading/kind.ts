/** What a file is, by its first bytes. */
export type Kind =
  | { kind: 'text' | 'gzip' | 'xlsx' }
  | { kind: 'utf-16'; encoding: 'utf-16le' | 'utf-16be' }
  | { kind: 'other'; name: string };

const SIGNATURES: [string, string][] = [
  ['d0cf11e0', 'an old Excel file (.xls) or another Office file; save it as .xlsx or CSV'],
  ['25504446', 'a PDF file'],
  ['50415231', 'a Parquet file'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['4f626a01', 'an Avro file'],
  ['425a68', 'compressed with bzip2; unpack it'],
  ['fd377a585a00', 'compressed with xz; unpack it'],
  ['28b52ffd', 'compressed with Zstandard; unpack it'],
  ['377abcaf271c', 'a 7-Zip archive; unpack it'],
  ['52617221', 'a RAR archive; unpack it'],
];
const ZIP = '504b0304';

/** What a file is, by its first bytes; text may still turn out to be in another encoding. */
export function kindOf(head: Uint8Array): Kind {
  const hex = Buffer.from(head.subarray(0, 16)).toString('hex');
  if (hex.startsWith('1f8b')) return { kind: 'gzip' };
  if (hex.startsWith('fffe')) return { kind: 'utf-16', encoding: 'utf-16le' };
  if (hex.startsWith('feff')) return { kind: 'utf-16', encoding: 'utf-16be' };
  if (hex.startsWith(ZIP)) return zipKind(head);
  const signature = SIGNATURES.find(([start]) => hex.startsWith(start));
  if (signature !== undefined) return { kind: 'other', name: signature[1] };
  return head.includes(0) ? { kind: 'other', name: binaryName(head) } : textKind(head);
}

function zipKind(head: Uint8Array): Kind {
  const names = Buffer.from(head).toString('latin1');
  if (names.includes('vnd.oasis.opendocument')) {
    return { kind: 'other', name: 'an OpenDocument file; save it as .xlsx or CSV' };
  }
  if (/\[Content_Types\]|_rels\/|xl\/|docProps\//.test(names)) return { kind: 'xlsx' };
  return { kind: 'other', name: 'a ZIP archive; unpack it' };
}

function binaryName(head: Uint8Array): string {
  const zeros = [0, 1].map(
    (parity) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length,
  );
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4) return 'UTF-16 without a byte order mark; set file.encoding to utf-16le';
  if (even > head.length / 4) return 'UTF-16 without a byte order mark; set file.encoding to utf-16be';
  return 'binary data and no table that can be read';
}

function textKind(head: Uint8Array): Kind {
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1').trimStart().toLowerCase();
  if (/^<(!doctype html|html|table|head|meta)/.test(start)) {
    return { kind: 'other', name: 'an HTML page, whatever its name says; save it as .xlsx or CSV' };
  }
  if (start.startsWith('<?xml')) return { kind: 'other', name: 'an XML file' };
  return { kind: 'text' };
}
