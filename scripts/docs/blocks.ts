const BLOCK = /(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- end of generated -->)/g;

/**
 * Puts each text of `blocks` between its pair of marks in a document, replacing what is between them. Throws
 * an Error if the document has a mark without a text, or lacks the marks of one.
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
