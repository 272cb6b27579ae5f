const DIGITS = /\+?\d(?:[\s().-]?\d){6,}/g;
const ADDRESS = /[^\s@"'<>()]+@[\w-]+\.[\w.-]+/g;

/** One structured line. Never given a URL or a query: either may hold a phone number. */
export function logLine(level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>): void {
  console[level === 'info' ? 'log' : level](JSON.stringify({ level, ...fields }));
}

/** An unforeseen error for the log, without the numbers and addresses that its text may quote. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.replaceAll(ADDRESS, '[address]').replaceAll(DIGITS, '[digits]');
}
