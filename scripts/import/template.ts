/** A piece of a template: text, a column of the row (`{Name}`), or a value of the mapping (`{=name}`). */
export type TemplatePart = { text: string } | { column: string } | { value: string };

/** Splits a template at its braces; `{{` and `}}` are literal braces. Throws an Error on an unmatched brace. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (const [piece, name] of template.matchAll(/\{\{|\}\}|\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    if (name !== undefined) parts.push(name.startsWith('=') ? { value: name.slice(1) } : { column: name });
    else if (piece === '{{' || piece === '}}') parts.push({ text: piece.charAt(0) });
    else if (piece === '{' || piece === '}') {
      throw new Error(
        `Template "${template}" has a stray "${piece}"; write {Column}, {=value}, or a double brace.`,
      );
    } else parts.push({ text: piece });
  }
  return parts;
}
