import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { DataSecrets } from '../env.ts';
import { Unauthenticated } from '../errors.ts';
import { dataSecretsIn } from './key-secret.ts';

/** A log-in at the issuer from when it is started until the browser comes back. */
export interface PendingLogIn {
  verifier: string;
  state: string;
  nonce: string;
  redirectUri: string;
  /** The path, of this origin, that the browser is sent to in the end. */
  returnTo: string;
}

/** How long the browser may take, in seconds. */
export const PENDING_SECONDS = 600;

const CIPHER = { alg: 'dir', enc: 'A256GCM' } as const;

interface SealingContext {
  config: DataSecrets;
  /** Seconds UTC. */
  now: number;
}

/** The log-in as an encrypted JWT (RFC 7516), under a key derived from the data secret. Valid for PENDING_SECONDS. */
export function sealPending({ config, now }: SealingContext, pending: PendingLogIn): Promise<string> {
  return new EncryptJWT({ ...pending })
    .setProtectedHeader(CIPHER)
    .setExpirationTime(now + PENDING_SECONDS)
    .encrypt(sealingKey(config.dataSecret));
}

/** Opens what `sealPending` sealed. Throws Unauthenticated if there is none, or it has expired or was altered. */
export async function openPending(
  { config, now }: SealingContext,
  sealed: string | undefined,
): Promise<PendingLogIn> {
  const options = {
    keyManagementAlgorithms: [CIPHER.alg],
    contentEncryptionAlgorithms: [CIPHER.enc],
    currentDate: new Date(now * 1_000),
    requiredClaims: ['exp'],
  };
  for (const secret of sealed === undefined ? [] : dataSecretsIn(config)) {
    const opened = await jwtDecrypt<PendingLogIn>(sealed ?? '', sealingKey(secret), options).catch(
      () => undefined,
    );
    if (opened) return opened.payload;
  }
  throw new Unauthenticated('This log-in was not started here, or took too long. Try again.', 'oidc_expired');
}

function sealingKey(dataSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataSecret, '', 'callmeter/pending-log-ins/v1', 32));
}
