const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Replaces each `<!-- name -->` of a page with the part of that name. Throws an Error if the page lacks one of them.
 */
export function fill(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((filled, [name, part]) => {
    const mark = `<!-- ${name} -->`;
    if (!filled.includes(mark)) throw new Error(`The page lacks the mark ${mark}.`);
    return filled.replaceAll(mark, () => part);
  }, page);
}
