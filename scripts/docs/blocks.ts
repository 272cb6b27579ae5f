const BLOCK = /(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- end of generated -->)/g;

/**
 * Replaces the text between each pair of marks in a document with that of `blocks`. Throws an Error if a mark has no
 * text or a text has no marks.
 */
export function fillBlocks(document: string, blocks: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(blocks));
  const filled = document.replaceAll(BLOCK, (_, begin: string, name: string, end: string) => {
    const text = blocks[name];
    if (text === undefined) throw new Error(`Nothing is generated for the block "${name}".`);
    missing.delete(name);
    return `${begin}\n${text}\n\n${end}`;
  });
  if (missing.size > 0) throw new Error(`The document lacks the marks of: ${[...missing].join(', ')}.`);
  return filled;
}
