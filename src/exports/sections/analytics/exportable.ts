import type { SealedInteraction } from '../../../facts/interaction-pages.ts';
import type { MaskedText } from '../../../privacy/redact/masked-text.ts';
import type { TenantKeys } from '../../../privacy/sealing/keys.ts';
import { openShown, type ShownPersonal } from '../../../privacy/sealing/shown-personal.ts';
import type { Interaction } from '../../../records/types.ts';

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
export async function exportable(
  keys: TenantKeys,
  tenant: string,
  { body, ...sealed }: SealedInteraction,
): Promise<ExportableInteraction> {
  const { category = null, topic: _topic, intent: _intent, customer_id: _customer, ...facts } = body;
  const { name, phone, subject, transcript } = await openShown(keys, tenant, sealed);
  return { id: sealed.id, facts, person: { name, phone, subject, category, transcript } };
}
