import {
  type Detail,
  type InteractionKey,
  interactionPageIn,
  interactionPageQuery,
  keyBefore,
  type SealedInteraction,
  type WantedInteractions,
} from '../../../facts/interaction-pages.ts';
import type { MaskedText } from '../../../privacy/redact/masked-text.ts';
import type { TenantKeys } from '../../../privacy/sealing/keys.ts';
import { openShown, type ShownPersonal } from '../../../privacy/sealing/shown-personal.ts';
import type { MeasureName } from '../../../query/measures.ts';
import type { Interaction } from '../../../records/types.ts';
import type { Cell, Column, Cursor, Section } from '../../section.ts';
import { type NameOfMember, totalOf, type View } from './view.ts';

/** The masked personal data of an interaction; null if absent or deleted. */
interface ExportablePerson extends Pick<ShownPersonal, 'name' | 'phone' | 'subject' | 'transcript'> {
  category: MaskedText | null;
}

/** An interaction without free text, and with personal data only in masked form. */
export interface ExportableInteraction {
  id: string;
  facts: Omit<Interaction, 'category' | 'topic' | 'intent' | 'customer_id'>;
  person: ExportablePerson;
}

/** The only way from a stored interaction into an analytics file. Throws if sealed data cannot be opened. */
async function exportable(
  keys: TenantKeys,
  tenant: string,
  { body, ...sealed }: SealedInteraction,
): Promise<ExportableInteraction> {
  const { category = null, topic: _topic, intent: _intent, customer_id: _customer, ...facts } = body;
  const { name, phone, subject, transcript } = await openShown(keys, tenant, sealed);
  return { id: sealed.id, facts, person: { name, phone, subject, category, transcript } };
}

/** A section with one row per interaction. */
export interface InteractionRows {
  name: string;
  columns: readonly Column[];
  of: WantedInteractions;
  detail: Detail;
  /** The measure that counts the rows. */
  counted: MeasureName;
  /** Cells in the order of the columns; null if the interaction has no row. */
  cells(interaction: ExportableInteraction, nameOf: NameOfMember): Cell[] | null;
}

/** Rows are ordered by start, then by id. A page may be empty without being the last. */
export function interactionSection(view: View, rows: InteractionRows): Section {
  return {
    name: rows.name,
    columns: rows.columns,
    count: () => totalOf(view, rows.counted),
    async page(cursor) {
      const { store, keys, period } = view;
      const after = cursor === null ? keyBefore(period.start) : keyOf(cursor);
      const [found] = await store.batch([interactionPageQuery(rows.of, rows.detail, after, period.end)]);
      const { rows: sealed, next } = interactionPageIn(found, rows.detail);
      const nameOf = await view.names();
      const cells: Cell[][] = [];
      for (const each of sealed) {
        const row = rows.cells(await exportable(keys, store.tenant, each), nameOf);
        if (row) cells.push(row);
      }
      return { rows: cells, next };
    },
  };
}

function keyOf([startedAt, id]: Cursor): InteractionKey {
  if (typeof startedAt !== 'number' || typeof id !== 'string') {
    throw new Error('A cursor of interactions is a start in seconds and an id.');
  }
  return [startedAt, id];
}
