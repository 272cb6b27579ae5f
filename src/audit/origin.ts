import { createHmac, hkdfSync } from 'node:crypto';

/** The request that caused an entry. */
export interface Origin {
  requestId: string;
  /** Keyed hash of the sender's address: equal addresses have equal hashes, in all tenants. */
  addressHash: string;
}

let cached: { dataSecret: string; key: Uint8Array } | undefined;

/** The origin of a request; `address` as for `addressHashOf`. */
export function originOf(dataSecret: string, requestId: string, address: string): Origin {
  return { requestId, addressHash: addressHashOf(dataSecret, address) };
}

/**
 * The hash of an address in audit entries and log lines: an HMAC under a key derived from the data secret, as 32 hex
 * digits. It changes when the secret changes. `address` is an IPv4 address or an IPv6 network, as in rate limits.
 */
export function addressHashOf(dataSecret: string, address: string): string {
  if (cached?.dataSecret !== dataSecret) {
    const key = new Uint8Array(hkdfSync('sha256', dataSecret, 'callmeter', 'audit addresses', 32));
    cached = { dataSecret, key };
  }
  return createHmac('sha256', cached.key).update(address).digest('hex').slice(0, 32);
}
