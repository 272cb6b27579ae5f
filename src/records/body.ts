import { BOUNDS } from '../bounds.ts';
import { ErrorList, invalidInput } from '../error-list.ts';
import { type FieldError, InvalidInput, TooLarge, UnsupportedMediaType } from '../errors.ts';
import { shownName } from '../field-errors.ts';
import { measureJson } from '../json-text.ts';
import { accepting, unknownName } from '../messages.ts';

/** Maximum number of records in one request. */
export const MAX_RECORDS = BOUNDS.requestRecords.value;
/** Maximum bytes in the body of a request; the caller enforces it while reading. */
export const MAX_BODY_BYTES = BOUNDS.ingestBytes.value;
const MAX_VALUES = BOUNDS.ingestValues.value;

const JSON_TYPE = 'application/json';
const SHAPE = '{"records": […]}';
const recordsError = accepting('an array of records');
const NDJSON_TYPE = 'application/x-ndjson';
const TOO_MANY = `The body has more than ${MAX_RECORDS.toLocaleString('en-US')} records. Send them in several requests.`;

/** One record of the body, or the error of an unreadable line. `index` counts records from 0. */
export type ReadRecord = { index: number; raw: unknown } | { index: number; error: FieldError };

/**
 * Splits the body of an ingest request into records: JSON `{"records": […]}` or one record per line (NDJSON), in UTF-8.
 * Checks depth and number of values before it parses anything.
 * Throws UnsupportedMediaType; TooLarge for too many records or values; InvalidInput if the body cannot be read.
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
    throw new UnsupportedMediaType(`Unsupported content type. Send ${JSON_TYPE} or ${NDJSON_TYPE}.`);
  }
  for (const parameter of parameters) {
    const [key, value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (key === 'charset' && value !== 'utf-8' && value !== 'utf8') {
      throw new UnsupportedMediaType('Unsupported charset. Send UTF-8.');
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
  const { excess } = measureJson(text, MAX_VALUES);
  if (excess?.kind === 'values')
    throw new TooLarge(`The body ${excess.message}. Send it in several requests.`);
  if (excess) throw new InvalidInput(`The body ${excess.message}.`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`The body is not valid JSON${positionIn(error)}. Send ${SHAPE}.`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidInput('The body', [{ path: '', message: `Must be a JSON object: ${SHAPE}.` }]);
  }
  const unknown = Object.keys(body).filter((key) => key !== 'records');
  if (unknown.length > 0) {
    throw unknownFields(unknown);
  }
  const { records } = body as { records?: unknown };
  if (!Array.isArray(records)) {
    throw invalidInput('The body', [{ path: 'records', message: recordsError({ input: records }) }]);
  }
  if (records.length > MAX_RECORDS) throw new TooLarge(TOO_MANY);
  return records.map((raw: unknown, index) => ({ index, raw }));
}

function unknownFields(names: readonly string[]): InvalidInput {
  const errors = new ErrorList();
  for (const name of names) {
    errors.add(() => ({ path: shownName(name), message: unknownName('field', ['records']) }));
  }
  return invalidInput('The body', errors);
}

function readLines(text: string): ReadRecord[] {
  const read: ReadRecord[] = [];
  let values = 0;
  for (const { line, number } of linesOf(text)) {
    if (read.length === MAX_RECORDS) throw new TooLarge(TOO_MANY);
    const measured = measureJson(line, MAX_VALUES - values);
    values += measured.values;
    if (values > MAX_VALUES) {
      const most = MAX_VALUES.toLocaleString('en-US');
      throw new TooLarge(`The body has more than ${most} values. Send it in several requests.`);
    }
    const { excess } = measured;
    const error = excess && { path: '', message: `Line ${number} ${excess.message}.` };
    read.push({ index: read.length, ...(error ? { error } : parseLine(line, number)) });
  }
  return read;
}

/** The lines that are not blank, with their number from 1. A generator, because a body may have millions of lines. */
function* linesOf(text: string): Generator<{ line: string; number: number }> {
  let start = 0;
  for (let number = 1; start <= text.length; number += 1) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== '') yield { line, number };
    start = end + 1;
  }
}

function parseLine(line: string, number: number): { raw: unknown } | { error: FieldError } {
  try {
    return { raw: JSON.parse(line) };
  } catch {
    return {
      error: { path: '', message: `Line ${number} is not valid JSON. Send one record per line.` },
    };
  }
}

/** Only the position from the engine's message: the rest quotes the body, which may contain personal data. */
function positionIn(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (at character ${position})`;
}
