import { isoInstant } from '../time/dates.ts';

/** When a client comes back, at the least and at the most, in milliseconds. */
const RETRY = { least: 1_000, most: 10_000 };

/** Why a stream ends, in words for its reader. */
const ENDS = {
  time_limit: 'A stream lasts for at most one hour.',
  revoked: 'The credential that the stream was opened with no longer holds.',
  suspended: 'The tenant is no longer served.',
  slow: 'The stream was read more slowly than it was written.',
  silent: 'Nothing came from the client for 90 seconds. Send "ping" every 25 seconds.',
  unexpected: 'The client sent something other than "ping".',
  restarted: 'The server was restarted.',
} as const;
export type EndReason = keyof typeof ENDS;

/**
 * How the messages of a stream are written: as the JSON of one event each, or as server-sent events (HTML Standard,
 * section 9.2), of which several may be one message.
 */
export const FORMS = ['json', 'events'] as const;
export type Form = (typeof FORMS)[number];

/** An answer as streams show it. */
export interface Shown {
  event: 'figures' | 'failed';
  /** JSON of an object without its braces: the rows, or the message of a refusal. */
  fields: string;
  /** The data version that it was computed at. */
  version: number;
  /** Seconds UTC. */
  asOf: number;
}

/** A message, by which name the stream calls the query. */
export function answerMessage(form: Form, name: string, { event, fields, version, asOf }: Shown): string {
  const data = `{"name":${JSON.stringify(name)},${fields},"as_of":${JSON.stringify(isoInstant(asOf))}}`;
  if (form === 'events') return `id: ${version}\nevent: ${event}\ndata: ${data}\n\n`;
  return `{"event":"${event}","id":"${version}","data":${data}}`;
}

/** The last message of a stream. It says when to come back: at random, so that not all come at once. */
export function endMessage(form: Form, reason: EndReason): string {
  const retry = randomRetry();
  const data = { reason, message: ENDS[reason], retry };
  if (form === 'events') return `retry: ${retry}\nevent: end\ndata: ${JSON.stringify(data)}\n\n`;
  return JSON.stringify({ event: 'end', data });
}

/** Whether a message of the form `events` is the last one. */
export function isEnd(message: string): boolean {
  return message.startsWith('retry: ');
}

/** A random time to come back after, in milliseconds. */
export function randomRetry(): number {
  const { least, most } = RETRY;
  return Math.floor(least + Math.random() * (most - least));
}
