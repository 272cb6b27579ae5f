import type { LimitName } from '../../src/rate-limits/limits.ts';
import type { Take } from '../../src/rate-limits/rate-limiter.ts';
import { table } from './markdown.ts';

/** What each limit counts, and whose. */
const COUNTED: Readonly<Record<LimitName, readonly [what: string, whose: string]>> = {
  requests: ['requests with a credential that holds', 'an API key, or the user of a session'],
  requestsOfTenant: [
    'requests with a credential that holds, unless its quota says otherwise',
    'a tenant, from all its keys and sessions',
  ],
  failedCredentials: ['credentials that do not hold', 'an address'],
  phoneSearches: ['phone searches', 'an API key, or the user of a session'],
  publicRatingsOfAddress: ['tries of the public rating', 'an address'],
  fileDownloads: ['downloads of a file, ranges included', 'a link to it'],
  publicRatingsOfCall: ['tries of the public rating', 'a call id of a tenant, from all addresses'],
  publicRatingsOfTenant: [
    'tries of the public rating that name a stored call',
    'a tenant, from all addresses',
  ],
};

/** The limits of requests in Markdown: how many of what, within which time, of whom. */
export function limitDocs(limits: Readonly<Record<LimitName, Take>>): string {
  const rows = Object.entries(COUNTED).map(([name, [what, whose]]) => {
    const { limit, windowSeconds } = limits[name as LimitName];
    return [`${limit.toLocaleString('en-US')} ${what}`, `${windowSeconds} seconds`, whose];
  });
  return table(['at most', 'within', 'of'], rows);
}
