/** A Markdown table. Characters that would end a cell are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** Text as inline code. It must not contain a backtick. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Each text as inline code, separated by commas. */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}
