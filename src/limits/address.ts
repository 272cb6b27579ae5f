const LOCAL = 'local';
/** Of the eight groups of an IPv6 address, those of its network. */
const NETWORK_GROUPS = 4;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * Whom the limits of an address count: an IPv4 address as it is, of an IPv6 address its /64, for whoever has
 * one has all of it. `address` is the caller's as the platform tells it; null, as locally, is one caller.
 */
export function callerAddress(address: string | null): string {
  const sent = address?.trim().toLowerCase() ?? '';
  if (sent === '') return LOCAL;
  const [, mapped] = MAPPED_IPV4.exec(sent) ?? [];
  if (mapped !== undefined) return mapped;
  if (!sent.includes(':')) return sent;
  return `${groupsOf(sent).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The groups before the first that is lost by the cut, `::` written out, without leading zeros. */
function groupsOf(address: string): string[] {
  const [whole = ''] = address.split('%');
  const [head = '', tail] = whole.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before.map(plain);
  const after = tail === '' ? [] : tail.split(':');
  const written = after.at(-1)?.includes('.') ? after.length + 1 : after.length;
  const zeros = Math.max(0, 8 - before.length - written);
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after].map(plain);
}

function plain(group: string): string {
  return group.replace(/^0+(?=.)/, '');
}
