/**
 * Bundles what draws PDF files into dist/pdf, with the fonts. wrangler runs it before it builds the Worker, and uploads
 * the result as modules beside the Worker's script (see wrangler.toml).
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TARGET = join(ROOT, 'dist', 'pdf');

/**
 * The library also signs and reads signatures, for which it loads these two packages: two fifths of its code. Drawing
 * never reaches them. The class is the one that the library extends as it loads.
 */
const withoutSignatures = {
  name: 'without signatures',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(asn1js|pkijs)$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /./, namespace: 'absent' }, () => ({
      contents: 'module.exports = { CryptoEngine: class {} };',
    }));
  },
};

/** Whole or not at all, because another wrangler may be reading; and not if equal, because one may be watching. */
function write(path, contents) {
  try {
    if (readFileSync(path).equals(contents)) return;
  } catch {
    // There is none yet.
  }
  const unfinished = join(dirname(TARGET), `${process.pid}-${basename(path)}`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

try {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/exports/pdf/render.ts'],
    outdir: TARGET,
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'],
    loader: { '.ttf': 'copy' },
    assetNames: '[name]',
    plugins: [withoutSignatures],
  });
  mkdirSync(TARGET, { recursive: true });
  for (const { path, contents } of outputFiles) write(path, contents);
} catch (error) {
  console.error(`The PDF module could not be built: ${error.message}`);
  process.exitCode = 1;
}
