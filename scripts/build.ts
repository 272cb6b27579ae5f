/** Builds what wrangler needs beside the Worker's script: the module that draws PDF files, and the pages. */
import { buildPdf } from './build/pdf.ts';
import { buildWeb } from './build/web.ts';

try {
  await Promise.all([buildPdf(), buildWeb()]);
} catch (error) {
  console.error(`The build failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
