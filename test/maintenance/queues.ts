import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { MaintenanceMessage } from '../../src/maintenance/tasks.ts';
import worker from '../../src/worker.ts';

/** Delivers a batch to the Worker; ids are the places in it. What it did with each message. */
export async function deliverTo(queue: string, bodies: readonly unknown[], attempts = 1) {
  const messages = bodies.map((body, index) => ({
    id: String(index),
    timestamp: new Date(),
    attempts,
    body: body as MaintenanceMessage,
  }));
  const batch = createMessageBatch<MaintenanceMessage>(queue, messages);
  const context = createExecutionContext();
  await worker.queue(batch, env);
  const { outcome, retryMessages, explicitAcks } = await getQueueResult(batch, context);
  return { outcome, acknowledged: [...explicitAcks].sort(), retried: retryMessages };
}

/** Runs a cron trigger; the messages that it sends to the maintenance queues, which are not delivered. */
export async function askedBy(cron: string): Promise<MaintenanceMessage[]> {
  const asked: MaintenanceMessage[] = [];
  const sendBatch = async (messages: Iterable<{ body: MaintenanceMessage }>) => {
    asked.push(...[...messages].map(({ body }) => body));
  };
  const { REFRESH_QUEUE, NIGHTLY_QUEUE } = env;
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(), cron }), {
    ...env,
    REFRESH_QUEUE: { ...REFRESH_QUEUE, sendBatch } as never,
    NIGHTLY_QUEUE: { ...NIGHTLY_QUEUE, sendBatch } as never,
  });
  return asked;
}

/** Keeps what is logged as errors out of the output; the lines, each parsed. */
export function errorLines(): () => Record<string, unknown>[] {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return () => {
    const lines = spy.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
    spy.mockRestore();
    return lines;
  };
}
