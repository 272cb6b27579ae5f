import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Prompts go to standard error, so that standard output contains only the token. */
const SHOWN = process.stderr;
const HIDDEN = new Writable({ write: (_chunk, _encoding, done) => done() });

/** Prompts on the terminal. Returns the trimmed answer. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: SHOWN, terminal: true, historySize: 0 });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** Prompts on the terminal without showing what is typed or pasted. */
export async function askHidden(question: string): Promise<string> {
  SHOWN.write(question);
  const lines = createInterface({ input: process.stdin, output: HIDDEN, terminal: true, historySize: 0 });
  // Without this, Ctrl-C would leave the prompt waiting.
  lines.on('SIGINT', () => {
    lines.close();
    process.exit(130);
  });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    SHOWN.write('\n');
  }
}

/** Reads all of standard input, for a secret piped in by another program. */
export async function readAll(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  return text;
}
