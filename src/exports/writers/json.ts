import { type Cell, type DocumentHead, type Format, plainCell } from '../section.ts';

const encoder = new TextEncoder();

/** The position in a JSON document. */
interface State {
  /** The open array; -1 before the first. */
  section: number;
  /** Whether the open array has a row. */
  filled: boolean;
}

/** One JSON document: an array `rows`, or with layout `sections` one array per section, including empty ones. */
export const jsonFormat: Format = {
  open(head, saved) {
    const arrays = head.sections.map(({ name, columns }) => ({
      key: JSON.stringify(head.layout === 'rows' ? 'rows' : name),
      columns: columns.map((column) => JSON.stringify(column.name)),
    }));
    const state: State = saved === undefined ? { section: -1, filled: false } : JSON.parse(saved);

    const advanceTo = (index: number): string => {
      let out = '';
      while (state.section < index) {
        out += `${state.section < 0 ? '' : ']'},${arrays[state.section + 1]?.key}:[`;
        state.section += 1;
        state.filled = false;
      }
      return out;
    };
    return {
      begin: () => encoder.encode(opening(head)),
      rows(index, rows) {
        const columns = arrays[index]?.columns;
        if (!columns || index < state.section) throw new RangeError(`Section ${index} is out of order.`);
        let out = advanceTo(index);
        for (const row of rows) {
          out += `${state.filled ? ',' : ''}\n${object(columns, row)}`;
          state.filled = true;
        }
        return encoder.encode(out);
      },
      end: () => encoder.encode(`${advanceTo(arrays.length - 1)}${arrays.length > 0 ? ']' : ''}}\n`),
      state: () => JSON.stringify(state),
    };
  },
};

function opening(head: DocumentHead): string {
  const { from, to, timeZone } = head.period;
  const period = JSON.stringify({ from, to, time_zone: timeZone });
  return `{"period":${period},"generated_at":${JSON.stringify(head.generatedAt)}`;
}

function object(columns: readonly string[], row: readonly Cell[]): string {
  return `{${columns.map((key, i) => `${key}:${value(row[i] ?? null)}`).join(',')}}`;
}

function value(cell: Cell): string {
  const plain = plainCell(cell);
  return JSON.stringify(typeof plain === 'string' ? plain.toWellFormed() : plain);
}

/** One line per row: its only cell, which already is a JSON text. */
export const ndjsonFormat: Format = {
  open: () => ({
    begin: () => new Uint8Array(),
    rows: (_index, rows) => encoder.encode(rows.map(([line = null]) => `${plainCell(line)}\n`).join('')),
    end: () => new Uint8Array(),
    // Lines do not depend on each other.
    state: () => '',
  }),
};
