import { JSONParser } from '@streamparser/json';
import { withoutNulls } from '../mapping/row-mapper.ts';
import { type FileRow, rawText, UnreadableFile } from './row.ts';

/**
 * Streams the objects of a list in JSON text: the whole text, or the list at `list`, such as `tickets` or `data.items`.
 * Throws UnreadableFile if there is no such list or the text is not JSON.
 */
export async function* jsonRows(
  path: string,
  text: AsyncIterable<string>,
  list: string | undefined,
  position: () => number,
): AsyncGenerator<FileRow> {
  const root = list === undefined ? '$' : `$.${list}`;
  const parser = new JSONParser({ paths: [`${root}.*`], keepStack: false });
  const found: unknown[] = [];
  let isList = true;
  parser.onValue = ({ value, key }) => {
    isList &&= typeof key === 'number';
    found.push(value);
  };
  let number = 0;
  const take = function* (): Generator<FileRow> {
    if (!isList) throw new UnreadableFile(`${path}: there is no list ${hint(list)}`);
    for (const value of found.splice(0)) {
      number += 1;
      yield rowOf(value, number, position());
    }
  };
  try {
    for await (const part of text) {
      if (!parser.isEnded) parser.write(part);
      yield* take();
    }
    if (!parser.isEnded) parser.end();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(
      `${path} is not valid JSON after record ${number}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (number === 0) throw new UnreadableFile(`${path}: no record was found ${hint(list)}`);
}

/**
 * A record on each line, or several that follow each other without anything between, as streams write them. What is not
 * JSON is a row with a problem.
 */
export async function* ndjsonRows(
  lines: AsyncIterable<string>,
  position: () => number,
): AsyncGenerator<FileRow> {
  let line = 0;
  let number = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    for (const value of valuesOf(text)) {
      number += 1;
      if (value instanceof Error) {
        const problem = `The line is not JSON: ${value.message}`;
        yield { line, number, bytes: position(), raw: rawText(text), cells: {}, problem };
      } else yield { ...rowOf(value, number, position()), line };
    }
  }
}

/** The values of a line; an Error instead of what cannot be read. */
function valuesOf(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    if (!/\}\s*\{/.test(text)) return [error];
  }
  const values: unknown[] = [];
  const parser = new JSONParser({ paths: ['$'], separator: '' });
  parser.onValue = ({ value }) => values.push(value);
  try {
    parser.write(text);
    parser.end();
    return values;
  } catch (error) {
    return [...values, error];
  }
}

function rowOf(value: unknown, number: number, bytes: number): FileRow {
  const raw = rawText(JSON.stringify(value));
  const base = { line: number, number, bytes, raw };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ...base, cells: withoutNulls(value) as Record<string, unknown> };
  }
  return { ...base, cells: {}, problem: 'The record is no JSON object.' };
}

function hint(list: string | undefined): string {
  return list === undefined
    ? 'at the top of the file; name the path of the list in file.records, for example "tickets".'
    : `under "${list}", which file.records names.`;
}
