/** A whole number with thousands separators. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds with about three significant digits. */
export function ms(value: number): string {
  return value >= 100 ? count(value) : value.toFixed(1);
}

/** A Markdown table. Columns from `numeric` on are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numeric = 1): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, index) => (index >= numeric ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export function met(isMet: boolean): string {
  return isMet ? 'met' : '**not met**';
}
