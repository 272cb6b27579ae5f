import { registerHooks } from 'node:module';
import { KNOWN } from '../../../src/api/platform/openapi.ts';
import { ROUTES } from '../../../src/api/registry.ts';
import { describeApi } from '../../../src/http/openapi/document.ts';

/**
 * openapi-typescript builds its output with the programming interface of the compiler, which TypeScript 7 does not
 * have. It is given the compiler that ts-morph bundles.
 */
const COMPILER = `data:text/javascript,${encodeURIComponent(
  `import { ts } from ${JSON.stringify(import.meta.resolve('@ts-morph/common'))}; export default ts;`,
)}`;

/** The types of the API as openapi-typescript makes them of its description; the client is built on them. */
export async function clientTypes(): Promise<string> {
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === 'typescript' ? { url: COMPILER, shortCircuit: true } : next(name, context),
  });
  try {
    const { default: openapiTS, astToString } = await import('openapi-typescript');
    return astToString(await openapiTS(JSON.stringify(describeApi(ROUTES, KNOWN))));
  } finally {
    hooks.deregister();
  }
}
