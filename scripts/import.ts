import { readOptions, USAGE, UsageError } from './import/options.ts';
import { runImport } from './import/run.ts';
import { describeTally } from './import/tally.ts';

/** Exit codes: 0 done, 1 something was rejected (without --allow-rejects), 2 the import failed. */
async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  try {
    const options = readOptions(args, process.env, new Date());
    const { tally, rejects } = await runImport(options, process.stderr);
    console.log(options.dryRun ? 'Dry run: nothing was stored.' : 'Done.');
    console.log(describeTally(tally));
    if (rejects !== undefined) console.log(`What was rejected, and why: ${rejects}`);
    const rejected = tally.rejectedRows + tally.rejectedRecords;
    return rejected > 0 && !options.allowRejects ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error(`\n${USAGE}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
