import { spawn } from 'node:child_process';

export interface Program {
  command: string;
  args: readonly string[];
  directory: string;
  /** Beside the variables of this process. */
  variables: Readonly<Record<string, string>>;
}

const LONGEST_MS = 120_000;

/** Runs a program. Returns what it printed; throws an Error with all of its output if it fails. */
export function run({ command, args, directory, variables }: Program): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    });
    let [printed, complained] = ['', ''];
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => {
      complained += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${printed}\n${complained}`));
    });
  });
}

/** Whether a program is installed. */
export async function isInstalled(command: string): Promise<boolean> {
  const program = { command, args: ['--version'], directory: '.', variables: {} };
  return run(program).then(
    () => true,
    () => false,
  );
}
