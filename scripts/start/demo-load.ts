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
    // Its own signal handling would end the process before the server has been stopped.
    gracefulExit: false,
  });
}

/**
 * Sends what is missing of the demo tenant's records, in batches, noting after each how far it has come:
 * interrupted, it goes on there. Throws an Error where the API refuses a record.
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
        throw new Error(`Demo records were rejected, first of all ${JSON.stringify(errors[0])}`);
      state = { ...state, sent: state.sent + batch.length };
      writeDemoState(state);
      bar.update(state.sent);
    }
  } finally {
    bar.stop();
  }
  return state;
}

/** Asks for the aggregates until they have taken in everything; reads are exact before that too, only dearer. */
export async function refreshAggregates(url: string, state: DemoState): Promise<void> {
  const api = apiClient(url, state.api_key);
  for (let attempt = 0; attempt < REFRESHES; attempt++) {
    const answer = await api.post('/api/v1/analytics/refresh-views', undefined);
    if (answer.status === 200) return;
    if (answer.status !== 202) throw refused('Refreshing the aggregates', answer);
  }
}
