import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';

export const healthz = defineOperation({
  id: 'healthz',
  contract: 'core',
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the API answers.',
  credential: 'none',
  response: z.object({ status: z.literal('ok') }),
  handle: () => ({ status: 'ok' as const }),
});

const PATH = '/.well-known/security.txt';
const DAY = 86_400;
/** RFC 9116 recommends less than a year. */
const VALID_DAYS = 180;

export const securityTxt = defineOperation({
  id: 'securityTxt',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary: 'Where to report a security fault, as RFC 9116 has it.',
  credential: 'none',
  cacheSeconds: DAY,
  response: z.undefined(),
  produces: ['text/plain'],
  handle({ config, request, now }) {
    const { hostname, origin } = new URL(request.url);
    const today = now - (now % DAY);
    const lines = [
      `Contact: ${config.securityContact ?? `mailto:security@${hostname}`}`,
      `Expires: ${isoInstant(today + VALID_DAYS * DAY)}`,
      'Preferred-Languages: en',
      `Canonical: ${origin}${PATH}`,
    ];
    return new Response(`${lines.join('\n')}\n`, {
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
  },
});
