import type { SealedInteraction } from '../../../facts/interaction-pages.ts';
import type { TenantKeys } from '../../../facts/keys.ts';
import { openPersonal, openTranscript } from '../../../facts/personal-data.ts';
import { redactName, redactPhone, redactText } from '../../../facts/redact.ts';
import type { Interaction } from '../../../facts/types.ts';
import { maskName } from './mask-name.ts';

/** What of an interaction may tell who the customer is, redacted; null where it is absent or gone. */
export interface ExportablePerson {
  /** Initials. */
  name: string | null;
  /** Its last four digits. */
  phone: string | null;
  /** Free texts: addresses, numbers and the customer's name are masked. */
  subject: string | null;
  category: string | null;
  transcript: string | null;
}

/** An interaction without free text or anything personal other than redacted. */
export interface ExportableInteraction {
  id: string;
  facts: Omit<Interaction, 'category' | 'topic' | 'intent' | 'customer_id'>;
  person: ExportablePerson;
}

/**
 * The only way from a stored interaction into a file. Opens what is sealed and redacts it in one step; throws
 * where it does not open.
 */
export async function exportable(
  keys: TenantKeys,
  tenant: string,
  { id, body, personal, transcript }: SealedInteraction,
): Promise<ExportableInteraction> {
  const { category, topic: _topic, intent: _intent, customer_id: _customer, ...facts } = body;
  const clear = await openPersonal(keys, tenant, 'interaction', id, personal);
  const words = transcript === null ? undefined : await openTranscript(keys, tenant, id, transcript);
  const redact = (text: string | undefined): string | null => {
    if (text === undefined) return null;
    return clear.name === undefined ? redactText(text) : maskName(redactText(text), clear.name);
  };
  return {
    id,
    facts,
    person: {
      name: clear.name === undefined ? null : redactName(clear.name),
      phone: clear.phone === undefined ? null : redactPhone(clear.phone),
      subject: redact(clear.subject),
      category: redact(category),
      transcript: redact(words),
    },
  };
}
