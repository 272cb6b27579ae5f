import ipaddr from 'ipaddr.js';

const LOCAL = 'local';
/** Of the eight groups of an IPv6 address, those of its network. */
const NETWORK_GROUPS = 4;

/**
 * The caller that an address counts as: an IPv4 address itself, an IPv6 address its /64, because a subscriber
 * is given all of one. `address` is the caller's as the platform tells it; null, as locally, is one caller.
 */
export function callerAddress(address: string | null): string {
  const sent = address?.trim().toLowerCase() ?? '';
  if (sent === '') return LOCAL;
  if (!ipaddr.isValid(sent)) return sent;
  // An IPv4 address that is mapped into IPv6 comes out as itself.
  const parsed = ipaddr.process(sent);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}
