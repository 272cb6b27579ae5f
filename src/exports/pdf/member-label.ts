import type { Named } from '../section.ts';
import type { Typeface } from './typeface.ts';

/** A printable text, and what stays whole behind it when it has to be cut. */
export interface Label {
  readonly text: string;
  readonly tail: string;
}

const SEPARATOR = ' · ';

/** A printable label of a text. */
export function textLabel(face: Typeface, text: string): Label {
  return { text: face.printable(text), tail: '' };
}

/**
 * The label of a member: its name, and its id beside it if the font lacks a character of the name or if the name alone
 * does not tell (`ambiguous`).
 */
export function memberLabel(face: Typeface, { name, id }: Named, ambiguous = false): Label {
  const text = face.printable(name);
  if (face.canPrint(name) && !(ambiguous && name !== id)) return { text, tail: '' };
  return { text, tail: `${text === '' ? '' : SEPARATOR}${face.spelled(id)}` };
}

/** The whole of a label. */
export function wholeLabel({ text, tail }: Label): string {
  return text + tail;
}

/** A label that is at most `room` wide: its text is cut first, and its tail only if it does not fit alone. */
export function fitLabel(face: Typeface, label: Label, size: number, room: number): string {
  const whole = wholeLabel(label);
  if (label.tail === '' || face.widthOf(whole, size) <= room) return face.fit(whole, size, room);
  const left = room - face.widthOf(label.tail, size);
  const shortest = face.widthOf('□…', size);
  if (left >= shortest) return face.fit(label.text, size, left) + label.tail;
  return face.fit(label.tail.replace(SEPARATOR, ''), size, room);
}
