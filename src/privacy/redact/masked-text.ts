import * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import { nameMask } from './mask-name.ts';
import { maskWritten, redactText, SHOWN_MASKS } from './redact.ts';

declare const isMasked: unique symbol;

/**
 * Text from outside as it may leave, for every role and scope. Only this module makes it; answers and files take
 * free text in no other type.
 */
export type MaskedText = string & { readonly [isMasked]: true };

/** The field of an answer that shows free text, a topic or a category. */
export const maskedText = z.string() as unknown as z.ZodType<MaskedText, MaskedText>;

const MASK = '****';
const LABEL_MASKS = { ...SHOWN_MASKS, iban: () => MASK, number: () => MASK };

/** Masks the texts of one interaction; those that are absent are null. */
export type TextMask = (text: string | undefined) => MaskedText | null;

/**
 * The mask of free text: addresses, IBANs, cards and numbers are masked, numbers to their last four digits, and so is
 * the customer's name if it is given. It is left out only if the same answer shows the name.
 */
export function textMask(name: string | undefined): TextMask {
  const unnamed = name === undefined ? (text: string) => text : nameMask(name);
  return (text) => (text === undefined ? null : (unnamed(redactText(text)) as MaskedText));
}

/**
 * A topic or category as it is stored: it names groups in figures, which outlive an erasure, so that not even the
 * last digits of a number are kept. Cut to the length that is accepted.
 */
export function maskLabel(
  label: string | null | undefined,
  name: string | undefined,
): MaskedText | undefined {
  if (label === undefined || label === null) return undefined;
  const unwritten = maskWritten(label, LABEL_MASKS);
  const unnamed = name === undefined ? unwritten : nameMask(name)(unwritten);
  return [...unnamed].slice(0, BOUNDS.labelCharacters.value).join('') as MaskedText;
}
