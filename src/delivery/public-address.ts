import { isWithin } from '../auth/ip-ranges.ts';

/** IPv4 ranges that are not reachable for everybody: the special-purpose registry of IANA, multicast and reserved. */
const NOT_PUBLIC_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
const ALL_4 = '0.0.0.0/0';
/** Global unicast. Outside are loopback, link-local, unique local, multicast, and NAT64 (64:ff9b::/96). */
const GLOBAL_6 = '2000::/3';
/** Parts of it that lead elsewhere, such as to an IPv4 address: Teredo and others, documentation, 6to4. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/**
 * Whether an IP address, in the usual notation, is one of a public host. False for every other text. An IPv4 address
 * within an IPv6 one (`::ffff:10.0.0.1`) is judged as IPv4.
 */
export function isPublicAddress(address: string): boolean {
  if (isWithin(address, [ALL_4])) return !isWithin(address, NOT_PUBLIC_4);
  return isWithin(address, [GLOBAL_6]) && !isWithin(address, NOT_PUBLIC_6);
}
