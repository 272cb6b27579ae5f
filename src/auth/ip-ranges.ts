import ipaddr from 'ipaddr.js';

const BITS = { ipv4: 32, ipv6: 128 } as const;
/** A deprecated spelling, IPv4-compatible IPv6, which the parser takes for an IPv4 address. */
const COMPATIBLE = /^::\d+\./;
/** The prefix of IPv4 addresses that are written as IPv6, `::ffff:203.0.113.7`. */
const MAPPED_BITS = 96;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * A range as it is kept: its first address and its prefix length, `203.0.113.0/24` or `2001:db8::/32`. A single address
 * is a range of one; an IPv4 address that is written as IPv6 is read as IPv4. Undefined for anything else.
 */
export function readRange(text: string): string | undefined {
  const [written = '', prefix, ...rest] = text.trim().split('/');
  const address = readAddress(written);
  if (!address || rest.length > 0) return undefined;
  const isMapped = written.includes(':') && address.kind() === 'ipv4';
  const writtenBits = isMapped ? BITS.ipv6 : BITS[address.kind()];
  const bits = prefix === undefined ? writtenBits : readBits(prefix, writtenBits);
  const length = bits !== undefined && isMapped ? bits - MAPPED_BITS : bits;
  if (length === undefined || length < 0) return undefined;
  return `${firstOf(address, length)}/${length}`;
}

/** Whether `address`, as the platform tells it, lies in one of `ranges`; no address lies in none. */
export function isWithin(address: string | null, ranges: readonly string[]): boolean {
  const sender = readAddress(address?.trim() ?? '');
  if (!sender) return false;
  return ranges.some((range) => {
    const [network, length] = ipaddr.parseCIDR(range);
    return network.kind() === sender.kind() && sender.match(network, length);
  });
}

/** Only the usual spellings: no octal, hexadecimal or shortened IPv4, no zone of an IPv6 address. */
function readAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes('%') || COMPATIBLE.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.process(text);
}

function readBits(text: string, most: number): number | undefined {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function firstOf(address: Address, length: number): string {
  const range = `${address.toNormalizedString()}/${length}`;
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(range).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(range).toRFC5952String();
}
