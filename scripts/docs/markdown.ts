/** A Markdown table; what would end a cell in its text is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** Text as code; it must hold no backtick. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Each text as code, separated by commas. */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}
