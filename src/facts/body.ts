import { type FieldError, InvalidInput, TooLarge, UnsupportedMediaType } from '../errors.ts';
import { redactText } from './redact.ts';

/** Most records in one request. */
export const MAX_RECORDS = 1_000;
/** Most bytes in one request's body; the caller enforces it while reading. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 32;

const JSON_TYPE = 'application/json';
const NDJSON_TYPE = 'application/x-ndjson';
const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels`;
const TOO_MANY = `The body holds more than ${MAX_RECORDS.toLocaleString('en-US')} records; send them in several requests.`;

/** One record of the body, or the line that could not be read; `index` counts records from 0. */
export type ReadRecord = { index: number; raw: unknown } | { index: number; error: FieldError };

/**
 * Takes an ingest request's body apart: JSON `{"records": […]}` or one record a line (NDJSON), UTF-8.
 * Throws UnsupportedMediaType, TooLarge beyond 1,000 records, and InvalidInput where nothing can be read.
 */
export function readRecords(bytes: Uint8Array, contentType: string | null): ReadRecord[] {
  const type = mediaTypeOf(contentType);
  const text = decode(bytes);
  return type === JSON_TYPE ? readDocument(text) : readLines(text);
}

function mediaTypeOf(contentType: string | null): typeof JSON_TYPE | typeof NDJSON_TYPE {
  const [name = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (name !== JSON_TYPE && name !== NDJSON_TYPE) {
    throw new UnsupportedMediaType(`The content type is not read here: send ${JSON_TYPE} or ${NDJSON_TYPE}.`);
  }
  for (const parameter of parameters) {
    const [key, value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (key === 'charset' && value !== 'utf-8' && value !== 'utf8') {
      throw new UnsupportedMediaType('The charset is not read here: send UTF-8.');
    }
  }
  return name;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new InvalidInput('The body is not valid UTF-8.');
  }
}

function readDocument(text: string): ReadRecord[] {
  const shape = '{"records": […]}';
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`The body is not valid JSON${positionIn(error)}; ${shape} is accepted.`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidInput(`The body must be a JSON object: ${shape}.`);
  }
  const unknown = Object.keys(body).filter((key) => key !== 'records');
  if (unknown.length > 0) {
    const errors = unknown.slice(0, 20).map((key) => ({
      path: redactText(key.slice(0, 64)),
      message: 'is not a field of the body; only records is accepted',
    }));
    throw new InvalidInput('The body has unknown fields; only records is accepted.', errors);
  }
  const { records } = body as { records?: unknown };
  if (!Array.isArray(records)) {
    const message = 'is required: an array of records';
    throw new InvalidInput(`The body must hold an array of records: ${shape}.`, [
      { path: 'records', message },
    ]);
  }
  if (records.length > MAX_RECORDS) throw new TooLarge(TOO_MANY);
  return records.map((raw: unknown, index) => {
    if (isDeeperThan(raw, MAX_DEPTH - 2)) {
      throw new InvalidInput(`The body ${TOO_DEEP}.`, [{ path: `records.${index}`, message: TOO_DEEP }]);
    }
    return { index, raw };
  });
}

function readLines(text: string): ReadRecord[] {
  const read: ReadRecord[] = [];
  for (const [number, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    if (read.length === MAX_RECORDS) throw new TooLarge(TOO_MANY);
    read.push({ index: read.length, ...readLine(line, number + 1) });
  }
  return read;
}

function readLine(line: string, number: number): { raw: unknown } | { error: FieldError } {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return {
      error: { path: '', message: `line ${number} is not valid JSON; one record a line is accepted` },
    };
  }
  return isDeeperThan(raw, MAX_DEPTH)
    ? { error: { path: '', message: `line ${number} ${TOO_DEEP}` } }
    : { raw };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/** The engine's own message quotes the body, which may hold personal data: only the position is taken from it. */
function positionIn(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (at character ${position})`;
}
