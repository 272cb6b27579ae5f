import {
  convertIPv4BinaryToString,
  convertIPv4MappedIPv6ToIPv4,
  convertIPv4ToBinary,
  convertIPv6BinaryToString,
  convertIPv6ToBinary,
  isIPv4MappedIPv6,
} from 'hono/utils/ipaddr';

/** Deprecated notations that are refused: IPv4-compatible IPv6 addresses. */
const COMPATIBLE = /^::\d+\./;
/** Prefix length of IPv4-mapped IPv6 addresses, `::ffff:203.0.113.7`. */
const MAPPED_BITS = 96;

interface Address {
  value: bigint;
  /** Its length: 32 for IPv4, 128 for IPv6. */
  bits: 32 | 128;
}

/**
 * Normalises a range to its first address and prefix length: `203.0.113.0/24` or `2001:db8::/32`. A single address is a
 * range of one. An IPv4-mapped IPv6 address becomes IPv4. Undefined for anything else.
 */
export function readRange(text: string): string | undefined {
  const [written = '', prefix, ...rest] = text.trim().split('/');
  const address = readAddress(written);
  if (!address || rest.length > 0) return undefined;
  const isMapped = written.includes(':') && address.bits === 32;
  const writtenBits = isMapped ? 128 : address.bits;
  const bits = prefix === undefined ? writtenBits : readBits(prefix, writtenBits);
  const length = bits !== undefined && isMapped ? bits - MAPPED_BITS : bits;
  if (length === undefined || length < 0) return undefined;
  const first = networkOf(address, length) << BigInt(address.bits - length);
  return `${(address.bits === 32 ? convertIPv4BinaryToString : convertIPv6BinaryToString)(first)}/${length}`;
}

/** Whether `address`, as reported by the platform, is in one of `ranges`; false for null. */
export function isWithin(address: string | null, ranges: readonly string[]): boolean {
  const sender = readAddress(address?.trim() ?? '');
  if (!sender) return false;
  return ranges.some((range) => {
    const [written = '', prefix] = range.split('/');
    const first = readAddress(written);
    const length = Number(prefix);
    return first?.bits === sender.bits && networkOf(first, length) === networkOf(sender, length);
  });
}

/** Parses only the usual notations: no octal, hexadecimal or shortened IPv4, no IPv6 zone. */
function readAddress(text: string): Address | undefined {
  if (text.includes('%') || COMPATIBLE.test(text)) return undefined;
  try {
    if (!text.includes(':')) return { value: convertIPv4ToBinary(text), bits: 32 };
    const value = convertIPv6ToBinary(text);
    return isIPv4MappedIPv6(value)
      ? { value: convertIPv4MappedIPv6ToIPv4(value), bits: 32 }
      : { value, bits: 128 };
  } catch {
    return undefined;
  }
}

function readBits(text: string, most: number): number | undefined {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/** The first `length` bits of an address. */
function networkOf({ value, bits }: Address, length: number): bigint {
  return value >> BigInt(bits - length);
}
