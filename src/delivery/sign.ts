import { Webhook } from 'standardwebhooks';

const PREFIX = 'whsec_';
/** Standard Webhooks 1.0 recommends 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new secret that signs for an endpoint: `whsec_` and 32 random bytes as base64. */
export function newSigningSecret(): string {
  return `${PREFIX}${Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64')}`;
}

/**
 * The headers of Standard Webhooks 1.0 for a body: its id, the time of the attempt (`at`, seconds UTC), and one
 * signature per secret, so that a receiver that knows any of them can verify it.
 */
export function signatureHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at * 1_000), body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatures.join(' '),
  };
}
