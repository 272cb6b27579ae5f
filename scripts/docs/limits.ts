import type { LimitName } from '../../src/rate-limits/check.ts';
import type { Take } from '../../src/rate-limits/rate-limiter.ts';
import { table } from './markdown.ts';

/** What each rate limit counts, and per what. */
const COUNTED: Readonly<Record<LimitName, readonly [what: string, whose: string]>> = {
  requests: ['requests with a valid credential', 'an API key, or the user of a session'],
  rowsRead: [
    'rows read for figures, unless QUERY_ROWS_PER_MINUTE says otherwise',
    'an API key, or the user of a session',
  ],
  requestsOfTenant: [
    'requests with a valid credential, unless the quota of the tenant says otherwise',
    'a tenant, all its keys and sessions together',
  ],
  failedCredentials: ['invalid credentials', 'an address'],
  phoneSearches: ['phone searches', 'an API key, or the user of a session'],
  publicRatingsOfAddress: ['attempts at the public rating', 'an address'],
  fileDownloads: ['downloads of a file, ranges included', 'a link to it'],
  publicRatingsOfCall: ['attempts at the public rating', 'a call id of a tenant, from all addresses'],
  publicRatingsOfTenant: [
    'attempts at the public rating that name a stored call',
    'a tenant, from all addresses',
  ],
};

/** The rate limits as a Markdown table. */
export function limitDocs(limits: Readonly<Record<LimitName, Take>>): string {
  const rows = Object.entries(COUNTED).map(([name, [what, whose]]) => {
    const { limit, windowSeconds } = limits[name as LimitName];
    return [`${limit.toLocaleString('en-US')} ${what}`, `${windowSeconds} seconds`, whose];
  });
  return table(['at most', 'within', 'counted per'], rows);
}
