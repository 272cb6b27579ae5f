import type { Answer } from './client.ts';
import { median, percentile } from './statistics.ts';

export interface Subject {
  name: string;
  ask(): Promise<Answer>;
}

/** The cost of warm requests. Counts are medians, because a cache that lives for 60 s expires now and then. */
export interface Measured {
  name: string;
  status: number;
  body: unknown;
  bytes: number;
  trips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Of the first request. */
  coldTrips: number;
  medianMs: number;
  p99Ms: number;
  /** CPU per request in the runtime, including D1; absent if the system does not report it. */
  cpuMs?: number;
}

const WARM_UP = 3;
/** CPU is measured over this many requests in a row, because it is counted in coarse ticks. */
const CPU_REQUESTS = 20;

type Cpu = () => number | undefined;

/**
 * Requests every subject `requests` times, in rounds, so that disturbances of the machine affect all alike; then some
 * more in a row to measure CPU. `onRound` gets the number of completed rounds.
 */
export async function measure(
  subjects: readonly Subject[],
  requests: number,
  cpu: Cpu,
  onRound: (done: number) => void = () => {},
): Promise<Measured[]> {
  const answers = subjects.map((): Answer[] => []);
  for (let round = 0; round < WARM_UP + requests; round += 1) {
    for (const [index, subject] of subjects.entries()) answers[index]!.push(await subject.ask());
    onRound(round + 1 - WARM_UP);
  }
  const measured: Measured[] = [];
  for (const [index, subject] of subjects.entries()) {
    const cpuMs = await cpuOf(subject, cpu);
    measured.push({ ...summary(subject.name, answers[index]!), ...(cpuMs !== undefined && { cpuMs }) });
  }
  return measured;
}

async function cpuOf(subject: Subject, cpu: Cpu): Promise<number | undefined> {
  const before = cpu();
  if (before === undefined) return undefined;
  for (let count = 0; count < CPU_REQUESTS; count += 1) await subject.ask();
  return ((cpu() ?? before) - before) / CPU_REQUESTS;
}

function summary(name: string, answers: readonly Answer[]): Measured {
  const warm = answers.slice(WARM_UP);
  const last = warm.at(-1)!;
  const typical = (of: (answer: Answer) => number): number => median(warm.map(of));
  return {
    name,
    status: last.status,
    body: last.body,
    bytes: last.bytes,
    trips: typical(({ cost }) => cost?.trips ?? 0),
    rowsRead: typical(({ cost }) => cost?.rowsRead ?? 0),
    rowsWritten: typical(({ cost }) => cost?.rowsWritten ?? 0),
    coldTrips: answers[0]!.cost?.trips ?? 0,
    medianMs: typical(({ milliseconds }) => milliseconds),
    p99Ms: percentile(
      warm.map(({ milliseconds }) => milliseconds),
      0.99,
    ),
  };
}
