import { BOUNDS } from './bounds.ts';
import { maskWritten } from './privacy/redact/redact.ts';

const MASKS = { address: () => '[address]', iban: () => '[iban]', number: () => '[digits]' };
/** Line and column at the end of a frame of a stack: they tell where it happened and look like a number. */
const FRAME = /^ +at .*?(?<position>:\d{1,6}:\d{1,6}\)?)$/;
/** Taken off after a cut: it may have halved a number or an address, of which no mask finds the rest. */
const CUT_OFF = 64;

/** One structured line. Never given a URL or a query: either may hold a phone number. */
export function logLine(level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>): void {
  console[level === 'info' ? 'log' : level](JSON.stringify({ level, ...fields }));
}

/**
 * An unforeseen error for the log, without the numbers and addresses that its text may quote. Cut to a bound before
 * anything is searched for in it.
 */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const most = BOUNDS.loggedErrorCharacters.value;
  if (text.length <= most) return masked(text);
  return masked(text.slice(0, most)).slice(0, -CUT_OFF);
}

/** The message as a whole, since a number may go on in its next line, and each frame by itself. */
function masked(text: string): string {
  const [message = '', ...frames] = text.split(/\n(?= +at )/);
  return [message, ...frames]
    .map((part) => {
      const { position = '' } = FRAME.exec(part)?.groups ?? {};
      return maskWritten(part.slice(0, part.length - position.length), MASKS) + position;
    })
    .join('\n');
}
