import { type MaskedText, type TextMask, textMask } from '../redact/masked-text.ts';
import { redactName, redactPhone } from '../redact/redact.ts';
import type { TenantKeys } from './keys.ts';
import { openPersonal, openTranscript } from './sealed-values.ts';

const EMAIL_MASK = '***@***';

/** The personal data of an interaction, sealed as stored; null if it was deleted. */
export interface SealedPersonal {
  id: string;
  personal: string | null;
  transcript?: string | null;
}

/** The texts of an evaluation, sealed as stored; null if they were deleted. */
export interface SealedWords {
  id: string;
  words: string | null;
}

/** The texts of an evaluation, masked for a response. */
export interface ShownWords {
  comment: MaskedText | null;
  followupAnswer: MaskedText | null;
}

/** The personal data of an interaction, masked for a response; null if absent or deleted. */
export interface ShownPersonal {
  /** Initials. */
  name: string | null;
  /** The last four digits. */
  phone: string | null;
  /** A fixed mask. */
  email: string | null;
  subject: MaskedText | null;
  transcript: MaskedText | null;
  /** One per evaluation that was passed in, in order. */
  words: ShownWords[];
}

/**
 * Opens the personal data of an interaction and its evaluations and masks it in one step: only masked text leaves this
 * function. Throws if a value cannot be opened.
 */
export async function openShown(
  keys: TenantKeys,
  tenant: string,
  { id, personal, transcript = null }: SealedPersonal,
  evaluations: readonly SealedWords[] = [],
): Promise<ShownPersonal> {
  const { name, phone, email, subject } = await openPersonal(keys, tenant, 'interaction', id, personal);
  const mask = textMask(name);
  return {
    name: name === undefined ? null : redactName(name),
    phone: phone === undefined ? null : redactPhone(phone),
    email: email === undefined ? null : EMAIL_MASK,
    subject: mask(subject),
    transcript: transcript === null ? null : mask(await openTranscript(keys, tenant, id, transcript)),
    words: await Promise.all(evaluations.map((each) => openWords(keys, tenant, each, mask))),
  };
}

/**
 * The texts of an evaluation and the unmasked name of its customer, for responses that show the name. Numbers and
 * addresses are masked in both.
 */
export async function openNamed(
  keys: TenantKeys,
  tenant: string,
  interaction: Pick<SealedPersonal, 'id' | 'personal'>,
  evaluation: SealedWords,
): Promise<ShownWords & { customerName: MaskedText | null }> {
  const mask = textMask(undefined);
  const { name } = await openPersonal(keys, tenant, 'interaction', interaction.id, interaction.personal);
  return { customerName: mask(name), ...(await openWords(keys, tenant, evaluation, mask)) };
}

async function openWords(
  keys: TenantKeys,
  tenant: string,
  { id, words }: SealedWords,
  mask: TextMask,
): Promise<ShownWords> {
  const { comment, followup_answer } = await openPersonal(keys, tenant, 'evaluation', id, words);
  return { comment: mask(comment), followupAnswer: mask(followup_answer) };
}
