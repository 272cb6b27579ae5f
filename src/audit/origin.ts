import { createHmac, hkdfSync } from 'node:crypto';

/** The request that an entry was made by. */
export interface Origin {
  requestId: string;
  /** Keyed hash of the address that it came from: equal addresses have equal hashes, in all tenants. */
  addressHash: string;
}

let cached: { dataSecret: string; key: Uint8Array } | undefined;

/** The origin of a request; `address` as `addressHashOf` takes it. */
export function originOf(dataSecret: string, requestId: string, address: string): Origin {
  return { requestId, addressHash: addressHashOf(dataSecret, address) };
}

/**
 * An address as audit entries and log lines name it: an HMAC under a key derived from the data secret, 32 hex
 * digits; a new secret makes new hashes. `address` is an IPv4 address or an IPv6 network, as limits count callers.
 */
export function addressHashOf(dataSecret: string, address: string): string {
  if (cached?.dataSecret !== dataSecret) {
    const key = new Uint8Array(hkdfSync('sha256', dataSecret, 'callmeter', 'audit addresses', 32));
    cached = { dataSecret, key };
  }
  return createHmac('sha256', cached.key).update(address).digest('hex').slice(0, 32);
}
