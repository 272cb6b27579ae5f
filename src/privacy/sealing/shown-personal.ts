import { type MaskedText, type TextMask, textMask } from '../redact/masked-text.ts';
import { redactName, redactPhone } from '../redact/redact.ts';
import type { TenantKeys } from './keys.ts';
import { openPersonal, openTranscript } from './sealed-values.ts';

const EMAIL_MASK = '***@***';

/** What is personal of an interaction, sealed as it is stored; null if it is gone. */
export interface SealedPersonal {
  id: string;
  personal: string | null;
  transcript?: string | null;
}

/** The words of an evaluation, sealed as they are stored; null if they are gone. */
export interface SealedWords {
  id: string;
  words: string | null;
}

/** The words of an evaluation as they may leave. */
export interface ShownWords {
  comment: MaskedText | null;
  followupAnswer: MaskedText | null;
}

/** What is personal of an interaction as it may leave; null if it is absent or gone. */
export interface ShownPersonal {
  /** Initials. */
  name: string | null;
  /** Its last four digits. */
  phone: string | null;
  /** A mask. */
  email: string | null;
  subject: MaskedText | null;
  transcript: MaskedText | null;
  /** Of the evaluations that were given, in their order. */
  words: ShownWords[];
}

/**
 * Opens what is personal of an interaction and of its evaluations, and masks it in one step: only masked text comes
 * out. Throws if a value does not open.
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
 * The words of an evaluation beside the name of its customer in clear, for the answers that show it. Numbers and
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
