import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Finding, findSecrets } from './secrets/find.ts';

/** Checksums look like secrets; fonts and images are binary. */
const SKIPPED = /(?:^package-lock\.json|\.(?:ttf|png|ico|woff2?))$/;

/** The files that git tracks or would add: everything that a commit could contain. */
function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed.split('\0').filter((file) => file !== '' && !SKIPPED.test(file));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // deleted without a commit, or a dangling link
  }
}

const found: Finding[] = files().flatMap((file) => findSecrets(file, read(file)));
for (const { file, line, kind, shown } of found) console.error(`${file}:${line}: ${kind} (${shown})`);
if (found.length > 0) {
  console.error(
    `${found.length} texts look like secrets. Remove them and replace the secrets. If one is not a secret, end its line with "secret-scan: allow".`,
  );
  process.exitCode = 1;
} else console.log('No secrets found.');
