import { hkdfSync } from 'node:crypto';
import type { DataSecrets } from '../env.ts';
import { Unauthenticated } from '../errors.ts';
import { openToken, sealToken } from '../privacy/sealing/sealed-token.ts';

/** For how long a ticket opens a stream, in seconds. */
export const TICKET_SECONDS = 60;

/** What a ticket says: whose hub keeps what it opens, under which id. */
export interface Ticket {
  tenant: string;
  id: string;
  /** Seconds UTC. */
  expiresAt: number;
}

interface TicketContext {
  config: DataSecrets;
}

const MAX_CHARACTERS = 1_000;
const AGAIN = 'Request another one with POST /api/v1/live.';

/**
 * The text of a ticket, safe in a URL: authenticated encryption under a key that is derived from the data secret. The
 * queries themselves stay with the hub, because a URL is too short for them.
 */
export function sealTicket({ config }: TicketContext, { tenant, id, expiresAt }: Ticket): string {
  return sealToken(keyOf(config.dataSecret), JSON.stringify([tenant, id, expiresAt]));
}

/**
 * Reads a ticket at `now` (seconds UTC). Throws Unauthenticated if it was not made by this deployment or was altered,
 * or has expired.
 */
export function openTicket({ config, now }: TicketContext & { now: number }, text: string): Ticket {
  const { dataSecret, previousDataSecret } = config;
  const keys = [dataSecret, previousDataSecret].filter((secret) => secret !== undefined).map(keyOf);
  const opened = text.length > MAX_CHARACTERS ? undefined : openToken(keys, text);
  if (opened === undefined) {
    throw new Unauthenticated(
      `The ticket is not valid. Use the url exactly as POST /api/v1/live returned it.`,
    );
  }
  const [tenant, id, expiresAt] = JSON.parse(opened) as [string, string, number];
  if (expiresAt <= now) {
    throw new Unauthenticated(
      `The ticket has expired: a stream must be opened within ${TICKET_SECONDS} seconds. ${AGAIN}`,
    );
  }
  return { tenant, id, expiresAt };
}

/** Why a ticket that is valid opens nothing. */
export const TICKET_USED = `The ticket has been used: each opens one stream. ${AGAIN}`;

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'callmeter', 'tickets of live figures', 32));
}
