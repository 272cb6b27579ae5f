import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT, writeChanged } from './write-changed.ts';

const TARGET = join(ROOT, 'dist', 'pdf');

/**
 * The library also signs and reads signatures, for which it loads these two packages: two fifths of its code. Drawing
 * never reaches them. The class is the one that the library extends as it loads.
 */
const withoutSignatures: Plugin = {
  name: 'without signatures',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(asn1js|pkijs)$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /./, namespace: 'absent' }, () => ({
      contents: 'module.exports = { CryptoEngine: class {} };',
    }));
  },
};

/**
 * Bundles what draws PDF files into dist/pdf, with the fonts. wrangler uploads the result as modules beside the Worker's
 * script (see wrangler.toml).
 */
export async function buildPdf(): Promise<void> {
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
  for (const { path, contents } of outputFiles) writeChanged(join(TARGET, basename(path)), contents);
}
