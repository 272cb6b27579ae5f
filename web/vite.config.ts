import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The pages that people open. scripts/build/web.ts writes the result to dist/web, from which the Worker serves it. */
export default {
  root: file('.'),
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // The content security policy allows no data: URLs in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { dashboard: file('index.html'), docs: file('docs/index.html') } },
  },
} satisfies UserConfig & { configFile: false };
