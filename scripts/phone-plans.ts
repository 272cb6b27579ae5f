import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import metadata from 'libphonenumber-js/min/metadata';
import { plansOf } from './phone-plans/plans.ts';
import { ROOT } from './start/project.ts';

/** Writes the numbering plans that the Worker reads phone numbers by; run it after an update of libphonenumber-js. */
const FILE = join(ROOT, 'src/phones/plans.json');

writeFileSync(FILE, `${JSON.stringify(plansOf(metadata))}\n`);
process.stdout.write(`${FILE} written\n`);
