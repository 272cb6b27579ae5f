import { LAYERS, OPENERS, PACKAGES } from './scripts/lint/layers.mjs';

const ROWS = Object.keys(LAYERS);
for (const [place, row] of ROWS.entries()) {
  for (const allowed of LAYERS[row]) {
    const isAbove = ROWS.slice(0, place).some(
      (above) => allowed === above || allowed.startsWith(`${above}/`),
    );
    if (!isAbove) throw new Error(`The layer ${row} may import only layers above it, not ${allowed}.`);
  }
}

const escaped = (text) => text.replaceAll('.', '\\.');
const inSrc = (name) => `^src/${escaped(name)}${name.endsWith('.ts') ? '$' : '/'}`;
const inPackage = (name) => `^node_modules/${escaped(name)}/`;
const OWN = '^(src|test|scripts|bench)/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    ...ROWS.map((row) =>
      forbid(
        `layer ${row}`,
        `Not among what ${row} may import.`,
        { path: inSrc(row) },
        { path: OWN, pathNot: [row, ...LAYERS[row]].map(inSrc) },
      ),
    ),
    forbid(
      'layer undeclared',
      'This folder has no row in LAYERS yet.',
      { path: '^src/', pathNot: ROWS.map(inSrc) },
      {},
    ),
    ...Object.entries(PACKAGES).map(([name, importers]) =>
      forbid(
        `package ${name}`,
        `Only ${importers.join(', ')} may import ${name}.`,
        { path: '^src/', pathNot: importers.map(inSrc) },
        { path: inPackage(name) },
      ),
    ),
    forbid(
      'package undeclared',
      'This package has no row in PACKAGES yet.',
      { path: '^src/' },
      { path: '(^|/)node_modules/', pathNot: Object.keys(PACKAGES).map(inPackage) },
    ),
    forbid(
      'sealed values',
      'What is personal is shown masked.',
      { path: '^src/', pathNot: OPENERS.map(inSrc) },
      { path: inSrc('privacy/sealing/sealed-values.ts') },
    ),
    forbid(
      'commands without tests',
      'What is not a test needs no test.',
      { path: '^(scripts|bench)/' },
      { path: '^test/' },
    ),
    forbid(
      'bench alone',
      'Only the benchmark itself uses it.',
      { path: '^(scripts|test)/' },
      { path: '^bench/' },
    ),
    forbid(
      'test support alone',
      'What suites share knows none of them.',
      { path: '^test/(support|oracle)/' },
      { path: '^test/', pathNot: '^test/(support|oracle)/' },
    ),
    forbid(
      'pages alone',
      'Pages know the API by its requests only.',
      { path: '^web/' },
      { path: '^(src|test|scripts|bench)/' },
    ),
    forbid('circular', 'These files import each other, if only types.', {}, { circular: true }),
    forbid(
      'unresolvable',
      'What is not found cannot be checked.',
      {},
      { couldNotResolve: true, pathNot: '^cloudflare:' },
    ),
  ],
  options: {
    // TypeScript 7 has no programming interface that dependency-cruiser could use.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
