import { type EmbeddedFont, PdfString } from '@libpdf/core';

/** Replaces a character that the font lacks; prints as the font's empty box. */
const MISSING = '\u25A1';
const ELLIPSIS = '…';
/** Control and format characters and variation selectors, which have neither width nor glyph. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;

/** NFC, on one line, without invisible characters. */
function oneLine(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/\s+/g, ' ').replace(INVISIBLE, '');
}

/** An embedded font with what is needed to set a line of text. Widths and sizes are in points. */
export class Typeface {
  readonly font: EmbeddedFont;
  /** Width of a character in thousandths of the font size. */
  readonly #widths = new Map<string, number>();

  constructor(font: EmbeddedFont) {
    this.font = font;
  }

  /** Converts a text to what the font can print: NFC, on one line, with `□` for missing characters. */
  printable(text: string): string {
    return this.#replacing(text, () => MISSING);
  }

  /** Whether the font has all characters of a text, and some of them can be seen. */
  canPrint(text: string): boolean {
    const line = oneLine(text);
    return line.trim() !== '' && [...line].every((character) => this.font.canEncode(character));
  }

  /** Like `printable`, but with `\u674E` for missing characters, so that different texts stay different. */
  spelled(text: string): string {
    return this.#replacing(
      text,
      (character) => `\\u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    );
  }

  /** Width of a printable text. */
  widthOf(text: string, size: number): number {
    let width = 0;
    for (const character of text) width += this.#widthOf(character);
    return (width * size) / 1000;
  }

  /** A printable text, cut with `…` if it is wider than `room`. */
  fit(text: string, size: number, room: number): string {
    if (this.widthOf(text, size) <= room) return text;
    let left = room - this.widthOf(ELLIPSIS, size);
    let kept = '';
    for (const character of text) {
      left -= (this.#widthOf(character) * size) / 1000;
      if (left < 0) break;
      kept += character;
    }
    return kept.trimEnd() + ELLIPSIS;
  }

  /** The glyph ids of a printable text, for a text operator. */
  encode(text: string): PdfString {
    const glyphs = this.font.encodeTextToGids(text);
    const bytes = new Uint8Array(glyphs.length * 2);
    const view = new DataView(bytes.buffer);
    for (const [i, glyph] of glyphs.entries()) view.setUint16(i * 2, glyph);
    return PdfString.fromBytes(bytes);
  }

  #replacing(text: string, replace: (missing: string) => string): string {
    let out = '';
    for (const character of oneLine(text)) {
      out += this.font.canEncode(character) ? character : replace(character);
    }
    return out;
  }

  #widthOf(character: string): number {
    let width = this.#widths.get(character);
    if (width === undefined) {
      width = this.font.getWidth(character.codePointAt(0) ?? 0);
      this.#widths.set(character, width);
    }
    return width;
  }
}
