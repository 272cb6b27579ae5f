import ipaddr from 'ipaddr.js';

const BITS = { ipv4: 32, ipv6: 128 } as const;
/** IPv4-compatible IPv6, a deprecated notation that the parser would read as an IPv4 address. */
const COMPATIBLE = /^::\d+\./;
/** Prefix length of IPv4-mapped IPv6 addresses, `::ffff:203.0.113.7`. */
const MAPPED_BITS = 96;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Normalises a range to its first address and prefix length: `203.0.113.0/24` or `2001:db8::/32`. A single address is a
 * range of one. An IPv4-mapped IPv6 address becomes IPv4. Undefined for anything else.
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

/** Whether `address`, as reported by the platform, is in one of `ranges`; false for null. */
export function isWithin(address: string | null, ranges: readonly string[]): boolean {
  const sender = readAddress(address?.trim() ?? '');
  if (!sender) return false;
  return ranges.some((range) => {
    const [network, length] = ipaddr.parseCIDR(range);
    return network.kind() === sender.kind() && sender.match(network, length);
  });
}

/** Parses only the usual notations: no octal, hexadecimal or shortened IPv4, no IPv6 zone. */
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
