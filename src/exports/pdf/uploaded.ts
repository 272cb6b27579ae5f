import type * as Renderer from './render.ts';

/** The name under which the module is uploaded. Not written into the import, so that the build leaves it alone. */
const MODULE = './render.js';

/**
 * What wrangler bundles in place of render.ts (`alias` in wrangler.toml): the same function, out of a module of its own
 * that is evaluated when the first PDF is drawn. Tests load render.ts itself.
 */
export const renderPdf: typeof Renderer.renderPdf = async (head, content) => {
  const renderer: typeof Renderer = await import(MODULE);
  return renderer.renderPdf(head, content);
};
