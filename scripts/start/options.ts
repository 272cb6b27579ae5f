import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Absent: 8787, or the next port that is free. */
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

/** Reads the command line; throws an Error that says what is accepted. */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'no-demo': { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...(values.port === undefined ? {} : { port: portNumber(values.port) }),
    demo: !values['no-demo'],
    fresh: values.fresh,
    help: values.help,
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port is "${text}": it must be a whole number from 1 to 65535.`);
  }
  return port;
}
