import { parseArgs } from 'node:util';

export interface StartOptions {
  /** If absent: 8787, or the next free port. */
  port?: number;
  demo: boolean;
  fresh: boolean;
  help: boolean;
}

export const HELP = `npm start -- [options]
  --port N    listen on this port (default: 8787, or the next free one)
  --no-demo   make no demo tenant
  --fresh     throw away the local data first
  --help      show this`;

const OPTIONS = {
  port: { type: 'string' },
  'no-demo': { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the command line. Throws an Error that says what is accepted. */
export function readOptions(args: readonly string[]): StartOptions {
  const values = parsed(args);
  return {
    ...(values.port === undefined ? {} : { port: portNumber(values.port) }),
    demo: !values['no-demo'],
    fresh: values.fresh,
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${HELP}`);
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port must be a whole number from 1 to 65535, not "${text}".`);
  }
  return port;
}
