declare namespace Cloudflare {
  /** Types `exports` of cloudflare:workers in tests. */
  interface GlobalProps {
    mainModule: typeof import('../../src/worker.ts');
  }
}
