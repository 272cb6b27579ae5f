import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { KNOWN } from '../../../src/api/platform/openapi.ts';
import { ROUTES } from '../../../src/api/registry.ts';
import { describeApi } from '../../../src/http/openapi/document.ts';

const COMPILER = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
const OPTIONS = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'];
const TARGET = ['--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'Bundler'];

/** The types that openapi-typescript makes of the description of the API. */
export async function generatedTypes(): Promise<string> {
  const document = JSON.stringify(describeApi(ROUTES, KNOWN));
  return astToString(await openapiTS(document));
}

/** What the compiler reports of a program that imports the types from `./api.js`. Empty if it compiles. */
export function compilerErrors(types: string, program: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'client-types-'));
  try {
    writeFileSync(join(directory, 'api.d.ts'), types);
    writeFileSync(join(directory, 'program.ts'), program);
    const { stdout } = spawnSync(process.execPath, [COMPILER, ...OPTIONS, ...TARGET, 'program.ts'], {
      cwd: directory,
      encoding: 'utf8',
    });
    return stdout;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
