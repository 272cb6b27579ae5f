/** Builds the client of clients/typescript: the types of the API, then its code and declarations into dist. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './build/client/types.ts';
import { ROOT, writeChanged } from './build/write-changed.ts';

const CLIENT = join(ROOT, 'clients', 'typescript');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

const HEAD = '// Made of the description of the API by scripts/build-client.ts.\n\n';

writeChanged(join(CLIENT, 'src', 'api.ts'), Buffer.from(HEAD + (await clientTypes())));
rmSync(join(CLIENT, 'dist'), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [COMPILER, '-p', CLIENT], { stdio: 'inherit' });
process.exitCode = status ?? 1;
