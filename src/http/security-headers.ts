import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const YEAR_SECONDS = 31_536_000;

/**
 * What tells browsers to treat every answer as data of this API and nothing else. `same-origin` stops pages of other
 * origins from embedding an answer as an image or a script; it does not concern `fetch`, so pages that CORS allows,
 * and any page on the open rating route, read answers as before.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    // Without includeSubDomains: the names below the API's are not the API's to decide about.
    strictTransportSecurity: `max-age=${YEAR_SECONDS}`,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: 'DENY',
    // These are about documents and plug-ins, which this API does not serve.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}
