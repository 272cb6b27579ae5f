import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const YEAR_SECONDS = 31_536_000;

/**
 * Tells browsers to treat every response as data of this API only. `same-origin` keeps other origins from embedding
 * responses as images or scripts. It does not affect `fetch`: pages that CORS allows, and any page on the open rating
 * route, can still read them.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    // Without includeSubDomains: subdomains of the API's host may belong to others.
    strictTransportSecurity: `max-age=${YEAR_SECONDS}`,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: 'DENY',
    // For documents and plug-ins, which this API does not serve.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}
