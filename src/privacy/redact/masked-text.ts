import * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import { nameMask } from './mask-name.ts';
import { maskWritten, redactText, SHOWN_MASKS } from './redact.ts';

declare const isMasked: unique symbol;

/**
 * Free text that may be returned to every role and scope. Only this module creates it; responses and files accept free
 * text in no other type.
 */
export type MaskedText = string & { readonly [isMasked]: true };

/** Schema of a response field that contains free text, a topic or a category. */
export const maskedText = z.string() as unknown as z.ZodType<MaskedText, MaskedText>;

const MASK = '****';
const LABEL_MASKS = { ...SHOWN_MASKS, iban: () => MASK, number: () => MASK };

/** Masks the texts of one interaction; returns null for undefined. */
export type TextMask = (text: string | undefined) => MaskedText | null;

/**
 * Returns the mask for free text: masks addresses, IBANs, cards, numbers up to their last four digits, and the
 * customer's name if it is given. Omit the name only if the same response shows it.
 */
export function textMask(name: string | undefined): TextMask {
  const unnamed = name === undefined ? (text: string) => text : nameMask(name);
  return (text) => (text === undefined ? null : (unnamed(redactText(text)) as MaskedText));
}

/**
 * Masks a topic or category before it is stored. Labels name groups in figures, which outlive an erasure, so not even
 * the last digits of a number are kept. Cut to the maximum length.
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
