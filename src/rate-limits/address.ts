import {
  convertIPv4BinaryToString,
  convertIPv4MappedIPv6ToIPv4,
  convertIPv6ToBinary,
  distinctRemoteAddr,
  isIPv4MappedIPv6,
} from 'hono/utils/ipaddr';

const LOCAL = 'local';
/** The groups of 16 bits that are the network part of an IPv6 address, by the bits to their right. */
const NETWORK_GROUPS = [112n, 96n, 80n, 64n];

/**
 * The caller that an address counts as: an IPv4 address itself, an IPv6 address its /64, because a subscriber usually
 * gets a whole /64. `address` comes from the platform; it is null in local development, which counts as one caller.
 */
export function callerAddress(address: string | null): string {
  const sent = address?.trim().toLowerCase() ?? '';
  if (sent === '') return LOCAL;
  const bits = distinctRemoteAddr(sent) === 'IPv6' ? readIPv6(sent) : undefined;
  if (bits === undefined) return sent;
  if (isIPv4MappedIPv6(bits)) return convertIPv4BinaryToString(convertIPv4MappedIPv6ToIPv4(bits));
  const groups = NETWORK_GROUPS.map((right) => ((bits >> right) & 0xffffn).toString(16));
  return `${groups.join(':')}::/64`;
}

function readIPv6(text: string): bigint | undefined {
  try {
    return convertIPv6ToBinary(text);
  } catch {
    return undefined;
  }
}
