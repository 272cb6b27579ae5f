import { expect, test } from 'vitest';
import { findSecrets } from '../../../scripts/secrets/find.ts';

/** Put together here, so that no line of this file looks like a secret itself. */
const random = 'aZ3kQ9'.repeat(6);
const PRIVATE_KEY = ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ');
const TOKEN = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJtZSIsInJvbGUiOiJ4In0', random].join('.');
const API_KEY = ['cmk', 'acme', '0adecb4115a2bf06', 'ca32cbb8'.repeat(8)].join('_');
const CLOUD_KEY = `AKIA${'ABCD1234'.repeat(2)}`;

test.each([
  ['private key', PRIVATE_KEY],
  ['private key', ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')],
  ['session token', `const token = sign("${TOKEN}");`],
  ['API key of Callmeter', `curl -H "X-API-Key: ${API_KEY}"`],
  ['cloud access key', `id ${CLOUD_KEY}`],
  ['access token', `ghp_${random}`],
  ['assigned secret', `DATA_SECRET=${random}`],
  ['assigned secret', `  "SESSION_SECRET": "${random}",`],
  ['assigned secret', `const password = '${random}';`],
  ['assigned secret', `api_key: ${random}`],
])('finds a %s, shows only its start', (kind, line) => {
  const found = findSecrets('a.ts', `first\n${line}\nlast`);
  expect(found).toContainEqual({ file: 'a.ts', line: 2, kind, shown: expect.stringMatching(/^.{1,6}…$/) });
});

test.each([
  'curl -H "X-API-Key: $KEY"',
  'cmk_demo_0adecb4115a2bf06_ca32cbb8…',
  'eyJhbGciOiJIUzI1NiJ9…',
  'const secret = config.sessions.secret.of.all;',
  'const dataSecret = readDataSecretOfConfig',
  "DATA_SECRET: 'test-only-secret-of-more-than-32-characters'",
  'token: z.string().describe("As it stands in the link")',
  'SESSION_SECRET=short',
  `const secret = "${random}"; // secret-scan: allow`,
])('takes %s for harmless', (line) => {
  expect(findSecrets('a.ts', line)).toEqual([]);
});
