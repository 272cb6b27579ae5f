/**
 * Stands in for `typescript` in openapi-typescript, which builds its output with the API of the compiler. TypeScript 7
 * does not have that API; this is the one that ts-morph bundles.
 */
import { ts } from '@ts-morph/common';

/** Taken from the bundle one by one, because openapi-typescript imports the default export alone. */
export default ts;
