/**
 * Runs the examples of docs/first-record.md and docs/clients.md against a server of its own, as a reader would: curl,
 * TypeScript with the packed client, Python. Exits with 1 if one of them fails or prints something else.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'callmeter-examples-'));
// Before anything that reads it is loaded.
process.env.CALLMETER_DIRECTORY = join(directory, 'data');
const { checkExamples } = await import('./check-examples/check.ts');

const programs = join(directory, 'programs');
mkdirSync(programs);
writeFileSync(join(programs, 'package.json'), '{"type": "module"}');
try {
  await checkExamples(programs);
  console.log('All examples work');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
