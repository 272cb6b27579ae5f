import { BOUNDS } from './bounds.ts';
import { maskWritten } from './privacy/redact/redact.ts';

const MASKS = { address: () => '[address]', iban: () => '[iban]', number: () => '[digits]' };
/** The line and column at the end of a stack frame. They are kept although they look like a number to mask. */
const FRAME = /^ +at .*?(?<position>:\d{1,6}:\d{1,6}\)?)$/;
/** Removed after a cut, which may have split a number or an address; no mask recognises half of one. */
const CUT_OFF = 64;

/** Writes one structured log line. Never pass a URL or a query: either may contain a phone number. */
export function logLine(level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>): void {
  console[level === 'info' ? 'log' : level](JSON.stringify({ level, ...fields }));
}

/**
 * The text of an unexpected error for the log, with numbers and addresses masked. It is cut to its bound before
 * masking, which bounds the work.
 */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const most = BOUNDS.loggedErrorCharacters.value;
  if (text.length <= most) return masked(text);
  return masked(text.slice(0, most)).slice(0, -CUT_OFF);
}

/** Masks the message as a whole, because a number may continue on its next line, and each frame separately. */
function masked(text: string): string {
  const [message = '', ...frames] = text.split(/\n(?= +at )/);
  return [message, ...frames]
    .map((part) => {
      const { position = '' } = FRAME.exec(part)?.groups ?? {};
      return maskWritten(part.slice(0, part.length - position.length), MASKS) + position;
    })
    .join('\n');
}
