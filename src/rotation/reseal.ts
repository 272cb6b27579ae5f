import type { TenantKeys } from '../facts/keys.ts';
import { openPersonal, openTranscript, sealPersonal, sealTranscript } from '../facts/personal-data.ts';
import { phoneHashes } from '../facts/phone.ts';
import { pseudonym } from '../facts/records/customer.ts';
import type { PersonalData } from '../facts/types.ts';

/** A stored interaction with what the data secret protects of it. */
export interface SealedInteraction {
  id: string;
  customer_id: string | null;
  personal: string | null;
  transcript: string | null;
}

export interface SealedEvaluation {
  id: string;
  personal: string | null;
}

/** A customer whose pseudonym was made with the previous secret. */
export interface Renaming {
  from: string;
  to: string;
}

/** The same under the current secret, as rows for SQL; `renaming` where its customer's pseudonym moves. */
export async function resealInteraction(keys: TenantKeys, tenant: string, row: SealedInteraction) {
  const personal = await openPersonal(keys, tenant, 'interaction', row.id, row.personal);
  const hashes = personal.phone === undefined ? undefined : phoneHashes(keys, personal.phone);
  const sealed =
    row.personal === null ? null : await sealPersonal(keys, tenant, 'interaction', row.id, personal);
  return {
    interaction: [row.id, row.personal, sealed, hashes?.whole ?? null, hashes?.last4 ?? null],
    transcript:
      row.transcript === null
        ? undefined
        : [row.id, row.transcript, await resealTranscript(keys, tenant, row.id, row.transcript)],
    renaming: renamingOf(keys, row.customer_id, personal),
  };
}

/** An evaluation's words under the current secret, as a row for SQL. */
export async function resealEvaluation(keys: TenantKeys, tenant: string, { id, personal }: SealedEvaluation) {
  const words = await openPersonal(keys, tenant, 'evaluation', id, personal);
  return [id, personal, await sealPersonal(keys, tenant, 'evaluation', id, words)];
}

async function resealTranscript(
  keys: TenantKeys,
  tenant: string,
  id: string,
  sealed: string,
): Promise<string> {
  return sealTranscript(keys, tenant, id, await openTranscript(keys, tenant, id, sealed));
}

function renamingOf(
  keys: TenantKeys,
  customerId: string | null,
  { phone, email }: PersonalData,
): Renaming | undefined {
  if (customerId === null || keys.previous === undefined) return undefined;
  if (customerId !== pseudonym(keys.previous, phone, email)) return undefined;
  const to = pseudonym(keys, phone, email);
  return to === undefined || to === customerId ? undefined : { from: customerId, to };
}
