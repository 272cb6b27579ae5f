/** Lower-case words of a–z and digits, joined by `separator`; accents are dropped. Throws an Error if none is left. */
export function joinedWords(text: string, separator: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  if (words === null) {
    throw new Error(
      `"${text}" holds no letter a–z or digit to make an id from; translate it, or keep it as it is.`,
    );
  }
  return words.join(separator);
}

/** Remembers which text each slug was made from, so that two texts never become one id. */
export class Slugs {
  readonly #texts = new Map<string, string>();

  /**
   * The slug of a text. `place` is the expression that asks: slugs of one place name things of one kind. Texts that
   * differ only in case and blanks are the same. Throws an Error if another text has made the same slug.
   */
  of(text: string, place: string): string {
    const slug = joinedWords(text, '-');
    const key = `${place} ${slug}`;
    const earlier = this.#texts.get(key);
    if (earlier === undefined) this.#texts.set(key, text);
    else if (plain(earlier) !== plain(text)) {
      throw new Error(
        `"${text}" and "${earlier}" would both become the id "${slug}"; keep the text as the id, or name one with $translate.`,
      );
    }
    return slug;
  }
}

const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
