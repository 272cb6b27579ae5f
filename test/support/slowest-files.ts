import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** Prints the files whose tests took longest, in seconds, after every run. */
export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const seconds = (module: TestModule): number => module.diagnostic().duration / 1_000;
    const slowest = [...modules].sort((a, b) => seconds(b) - seconds(a)).slice(0, SHOWN);
    console.log('\n Slowest files, in seconds of their tests:');
    for (const module of slowest)
      console.log(`  ${seconds(module).toFixed(1).padStart(6)}  ${module.relativeModuleId}`);
  }
}
