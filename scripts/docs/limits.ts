import type { LimitName } from '../../src/limits/limits.ts';
import type { Take } from '../../src/objects/rate-limiter.ts';
import { table } from './markdown.ts';

/** What each limit counts, and whose. */
const COUNTED: Readonly<Record<LimitName, readonly [what: string, whose: string]>> = {
  requests: ['requests with a credential that holds', 'an API key, or the user of a session'],
  failedCredentials: ['credentials that do not hold', 'an address'],
  phoneSearches: ['phone searches', 'an API key, or the user of a session'],
  publicRatingsOfAddress: ['tries of the public rating', 'an address'],
  publicRatingsOfTenant: ['tries of the public rating', 'a tenant, from all addresses'],
  fileDownloads: ['downloads of a file, ranges included', 'a link to it'],
};

/** The limits of requests in Markdown: how many of what, within which time, of whom. */
export function limitDocs(limits: Readonly<Record<LimitName, Take>>): string {
  const rows = Object.entries(COUNTED).map(([name, [what, whose]]) => {
    const { limit, windowSeconds } = limits[name as LimitName];
    return [`${limit} ${what}`, `${windowSeconds} seconds`, whose];
  });
  return table(['at most', 'within', 'of'], rows);
}
