import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const ONE_YEAR = 'max-age=31536000';

/**
 * Headers of a page: it loads scripts, styles and data from this origin only, and no other page may show it.
 * `styles` are further sources of styles.
 */
export function securePage(styles: readonly string[] = []): MiddlewareHandler {
  return secureHeaders({
    strictTransportSecurity: ONE_YEAR,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      ...(styles.length > 0 && { styleSrc: ["'self'", ...styles] }),
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    crossOriginResourcePolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: 'DENY',
    xXssProtection: false,
  });
}
