import { BOUNDS } from '../bounds.ts';

const PORTS: ReadonlySet<string> = new Set(['', '8443']);
/** Top-level names that no public host has (RFC 6761, RFC 8375, RFC 9476 and what networks use among themselves). */
const NOT_PUBLIC: ReadonlySet<string> = new Set([
  ...['alt', 'arpa', 'corp', 'home', 'internal', 'intranet', 'invalid', 'lan', 'local', 'localdomain'],
  ...['localhost', 'onion', 'private', 'test'],
]);
const LABELS = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/;
const LOOPBACK = '127.0.0.1';

/** What is accepted, for messages. */
export const ACCEPTED_URL =
  'an https URL of a public host, by its name, on port 443 or 8443, without user name, password and fragment';

/**
 * Reads the address of an endpoint. The URL parser makes decimal, octal and shortened IP addresses plain ones, and all
 * of them are refused: a host is named. `allowLoopback` also takes `http://127.0.0.1` with any port, for a Worker that
 * runs on the same machine. Undefined for every other text; what the name leads to is checked by `isReachable`.
 */
export function readEndpointUrl(
  text: string,
  { allowLoopback }: { allowLoopback: boolean },
): URL | undefined {
  if (text.length > BOUNDS.webhookUrl.value || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const { protocol, hostname, port, username, password, hash } = url;
  if (username !== '' || password !== '' || hash !== '') return undefined;
  if (allowLoopback && isLoopback(url)) return url;
  const isAccepted = protocol === 'https:' && PORTS.has(port) && isPublicName(hostname);
  return isAccepted ? url : undefined;
}

/** Whether it is an address that `allowLoopback` takes. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && hostname === LOOPBACK;
}

/** A name of at least two labels. The last one of an IP address is a number, or the host is in brackets. */
function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  const last = name.slice(name.lastIndexOf('.') + 1);
  return LABELS.test(name) && !/^\d+$/.test(last) && !NOT_PUBLIC.has(last);
}
