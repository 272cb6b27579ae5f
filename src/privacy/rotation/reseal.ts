import type { JsonRow } from '../../db/json-rows.ts';
import { pseudonym } from '../../records/customer.ts';
import { evaluationDigest, factsDigest, interactionDigest } from '../../records/digest.ts';
import { readBody } from '../../records/stored-body.ts';
import type { Evaluation } from '../../records/types.ts';
import type { TenantKeys } from '../sealing/keys.ts';
import type { PersonalData } from '../sealing/personal.ts';
import { phoneHashes } from '../sealing/phone.ts';
import { openPersonal, openTranscript, sealPersonal, sealTranscript } from '../sealing/sealed-values.ts';

/** A stored interaction with everything that the data secret protects. The body is for `readBody`. */
export interface InteractionToReseal {
  id: string;
  digest: string;
  body: string;
  customer_id: string | null;
  personal: string | null;
  transcript: string | null;
}

export interface SealedEvaluation {
  id: string;
  interaction_id: string;
  digest: string;
  body: string;
  personal: string | null;
}

/** What SQL replaces: the row `id` whose digest, or whose transcript, is still `previous`. */
type Replacement<Column extends string> = JsonRow<'id' | 'previous' | Column>;

/** A customer whose pseudonym was made with the previous secret. */
export interface Renaming {
  from: string;
  to: string;
}

/** Seals and hashes a row under the current secret, as rows for SQL. `renaming` is set if the pseudonym changes. */
export async function resealInteraction(
  keys: TenantKeys,
  tenant: string,
  row: InteractionToReseal,
): Promise<{
  interaction: Replacement<'personal' | 'phone_hash' | 'phone_last4' | 'digest'>;
  transcript: Replacement<'body'> | undefined;
  renaming: Renaming | undefined;
}> {
  const personal = await openPersonal(keys, tenant, 'interaction', row.id, row.personal);
  const hashes = personal.phone === undefined ? undefined : phoneHashes(keys, personal.phone);
  const sealed =
    row.personal === null ? null : await sealPersonal(keys, tenant, 'interaction', row.id, personal);
  const transcript =
    row.transcript === null ? undefined : await openTranscript(keys, tenant, row.id, row.transcript);
  const renaming = renamingOf(keys, row.customer_id, personal);
  const stored = readBody(row.body);
  const body = renaming ? { ...stored, customer_id: renaming.to } : stored;
  const digest = interactionDigest(keys, row.id, body, personal, transcript);
  return {
    interaction: {
      id: row.id,
      previous: row.digest,
      personal: sealed,
      phone_hash: hashes?.whole,
      phone_last4: hashes?.last4,
      digest: row.personal === null ? factsDigest(digest) : digest,
    },
    transcript:
      transcript === undefined
        ? undefined
        : {
            id: row.id,
            previous: row.transcript,
            body: await sealTranscript(keys, tenant, row.id, transcript),
          },
    renaming,
  };
}

/** Seals and hashes an evaluation's texts under the current secret, as a row for SQL. */
export async function resealEvaluation(
  keys: TenantKeys,
  tenant: string,
  row: SealedEvaluation,
): Promise<Replacement<'personal' | 'digest'>> {
  const { id, personal } = row;
  const words = await openPersonal(keys, tenant, 'evaluation', id, personal);
  const body = JSON.parse(row.body) as Evaluation;
  const digest = evaluationDigest(keys, id, row.interaction_id, body, words);
  return {
    id,
    previous: row.digest,
    personal: personal === null ? null : await sealPersonal(keys, tenant, 'evaluation', id, words),
    digest: personal === null ? factsDigest(digest) : digest,
  };
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
