import { isoInstant } from '../time/dates.ts';

/** The longest that a client waits before it comes back, and the shortest, in milliseconds. */
const RETRY = { least: 1_000, most: 10_000 };

/** Why a stream ends, in words for its reader. */
export const ENDS = {
  time_limit: 'A stream lasts for at most one hour.',
  revoked: 'The credential that the stream was opened with no longer holds.',
  suspended: 'The tenant is no longer served.',
  slow: 'The stream was read more slowly than it was written.',
  silent: 'Nothing came from the client for 90 seconds. Send "ping" every 25 seconds.',
  unexpected: 'The client sent something other than "ping".',
  restarted: 'The server was restarted.',
} as const;
export type EndReason = keyof typeof ENDS;

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

/** A message, by which name the stream calls the query. The parts are JSON already: they are sent to many. */
export function answerMessage(name: string, { event, fields, version, asOf }: Shown): string {
  const data = `{"name":${JSON.stringify(name)},${fields},"as_of":${JSON.stringify(isoInstant(asOf))}}`;
  return `{"event":"${event}","id":"${version}","data":${data}}`;
}

/** The last message of a stream. `retry`: when to come back, in milliseconds; at random, so that not all come at once. */
export function endMessage(reason: EndReason): string {
  const data = { reason, message: ENDS[reason], retry: randomRetry() };
  return JSON.stringify({ event: 'end', data });
}

/** A random time to come back after, in milliseconds. */
export function randomRetry(): number {
  const { least, most } = RETRY;
  return Math.floor(least + Math.random() * (most - least));
}
