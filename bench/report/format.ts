/** A whole number with thousands apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds to three digits that matter. */
export function ms(value: number): string {
  return value >= 100 ? count(value) : value.toFixed(1);
}

/** A Markdown table; columns but the first are aligned right where `numeric` starts. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numeric = 1): string {
  const line = (accumulators: readonly string[]): string =>
    `| ${accumulators.map((accumulator) => accumulator.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, index) => (index >= numeric ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export function met(isMet: boolean): string {
  return isMet ? 'met' : '**not met**';
}
