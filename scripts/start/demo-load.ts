import cliProgress from 'cli-progress';
import { demoRecords } from '../demo/records.ts';
import { apiClient, refused } from './api.ts';
import { type DemoState, writeDemoState } from './demo-file.ts';

const BATCH = 1_000;
const REFRESHES = 30;

interface IngestAnswer {
  rejected: number;
  errors: unknown[];
}

function progressBar(): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    format: '  [{bar}] {percentage} % of {total} records',
    stream: process.stdout,
    barsize: 30,
    noTTYOutput: true,
    notTTYSchedule: 3_000,
    // Its own signal handling would end the process before the server is stopped.
    gracefulExit: false,
  });
}

/**
 * Sends the missing records of the demo tenant in batches. The progress is saved after each batch, so an interrupted
 * load continues there. Throws an Error if the API rejects a record.
 */
export async function loadDemo(url: string, start: DemoState): Promise<DemoState> {
  const api = apiClient(url, start.api_key);
  const records = [...demoRecords(start.until)];
  let state = start;
  const bar = progressBar();
  bar.start(records.length, state.sent);
  try {
    while (state.sent < records.length) {
      const batch = records.slice(state.sent, state.sent + BATCH);
      const answer = await api.post('/api/v1/ingest', { records: batch });
      if (answer.status !== 200) throw refused('Sending demo records', answer);
      const { rejected, errors } = answer.body as IngestAnswer;
      if (rejected > 0)
        throw new Error(`Demo records were rejected. The first one: ${JSON.stringify(errors[0])}`);
      state = { ...state, sent: state.sent + batch.length };
      writeDemoState(state);
      bar.update(state.sent);
    }
  } finally {
    bar.stop();
  }
  return state;
}

/** Refreshes the aggregates until no change is pending. Reads are exact before that, but more expensive. */
export async function refreshAggregates(url: string, state: DemoState): Promise<void> {
  const api = apiClient(url, state.api_key);
  for (let attempt = 0; attempt < REFRESHES; attempt++) {
    const answer = await api.post('/api/v1/analytics/refresh-views', undefined);
    if (answer.status === 200) return;
    if (answer.status !== 202) throw refused('Refreshing the aggregates', answer);
  }
}
