import type { Answer } from './client.ts';
import { median, percentile } from './statistics.ts';

export interface Subject {
  name: string;
  ask(): Promise<Answer>;
}

/** What a subject's requests cost, warm; counts are medians, for now and then a memory of 60 s runs out. */
export interface Measured {
  name: string;
  status: number;
  body: unknown;
  bytes: number;
  trips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Of the very first request. */
  coldTrips: number;
  medianMs: number;
  p99Ms: number;
  /** CPU of a request in the runtime, D1 included; absent where the system does not tell. */
  cpuMs?: number;
}

const WARM_UP = 3;
/** Requests in a row whose CPU is divided among them, for it is counted in coarse ticks. */
const CPU_REQUESTS = 20;

type Cpu = () => number | undefined;

/**
 * Asks every subject `requests` times, one after the other in rounds, so that whatever disturbs the machine
 * disturbs all alike; then some more in a row for their CPU. `onRound` is told how many rounds are done.
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
