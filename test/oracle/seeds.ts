import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Random histories per suite. */
    histories: number;
  }
}

/**
 * Seeds of the random histories that a suite plays: 1 to 6 unless the environment variable HISTORIES says otherwise, which
 * visits every span of dates once.
 */
export function seeds(): number[] {
  return Array.from({ length: inject('histories') }, (_, index) => index + 1);
}
