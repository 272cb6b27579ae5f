import { createHash } from 'node:crypto';

/**
 * The id of an event that may be made more than once: the same for the same `at` (seconds UTC) and name. It has the form
 * of a UUID of version 7 (RFC 9562), whose time is `at`, so that deliveries are listed in the order of their events.
 */
export function eventIdOf(at: number, name: string): string {
  const time = (at * 1_000).toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
