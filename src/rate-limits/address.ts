import ipaddr from 'ipaddr.js';

const LOCAL = 'local';
/** The network part of an IPv6 address, in groups of 16 bits. */
const NETWORK_GROUPS = 4;

/**
 * The caller that an address counts as: an IPv4 address itself, an IPv6 address its /64, because a subscriber usually
 * gets a whole /64. `address` comes from the platform; it is null in local development, which counts as one caller.
 */
export function callerAddress(address: string | null): string {
  const sent = address?.trim().toLowerCase() ?? '';
  if (sent === '') return LOCAL;
  if (!ipaddr.isValid(sent)) return sent;
  // Turns an IPv4-mapped IPv6 address into its IPv4 address.
  const parsed = ipaddr.process(sent);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}
