import { statementsIn } from '../db/statement.ts';
import { openSigningSecret } from '../privacy/sealing/sealed-values.ts';
import type { KeyedContext } from '../service-context.ts';
import { isoInstant } from '../time/dates.ts';
import type { Attempt, Outcome, Sent } from './attempts.ts';
import { disableFailing, disableGone } from './disable.ts';
import type { Network } from './network.ts';
import { post } from './post.ts';
import { signatureHeaders } from './sign.ts';

const statement = statementsIn('delivery');

interface Endpoint {
  url: string;
  secret: string;
  previous_secret: string | null;
  previous_until: number | null;
}

const SELECT_ENDPOINT = statement<Endpoint>(`
  SELECT w.url AS url, w.secret AS secret, w.previous_secret AS previous_secret, w.previous_until AS previous_until
  FROM webhooks w WHERE w.tenant = ?1 AND w.id = ?2 AND w.status = 'enabled'`);
/** Writes only on the first success after failures. */
const WORKS = statement(`
  UPDATE webhooks SET failing_since = NULL WHERE tenant = ?1 AND id = ?2 AND failing_since IS NOT NULL`);
const FAILS = statement(`
  UPDATE webhooks SET failing_since = ?3 WHERE tenant = ?1 AND id = ?2 AND failing_since IS NULL`);

const GONE = 410;

type SenderContext = KeyedContext & { clock(): number };

/**
 * Makes attempts at deliveries to webhooks: a signed POST of `{id, type, timestamp, data}`. A 410 disables the endpoint
 * at once, and so does a failure `BOUNDS.failingDays` after the first one, without a success between them.
 */
export function webhookSender(context: SenderContext, network: Network) {
  const { store, clock } = context;
  return async ({ event, target: { target: id } }: Attempt): Promise<Sent> => {
    const [[endpoint]] = await store.batch([SELECT_ENDPOINT.with(id)]);
    if (!endpoint) {
      return { outcome: { kind: 'cancelled', answer: 'The webhook is disabled or deleted.' }, also: [] };
    }
    const secrets = await secretsOf(context, id, endpoint);
    const { type, at } = event;
    const data: unknown = JSON.parse(event.data);
    const body = JSON.stringify({ id: event.id, type, timestamp: isoInstant(at), data });
    const headers = signatureHeaders(secrets, { id: event.id, at: clock(), body });
    const outcome = await post(network, endpoint.url, { headers, body });
    return { outcome, also: consequences(id, outcome, clock()) };
  };
}

/** The secrets that sign: the current one, and the one before it as long as both are valid. */
async function secretsOf(
  { store, keys, clock }: SenderContext,
  id: string,
  { secret, previous_secret, previous_until }: Endpoint,
): Promise<string[]> {
  const isRotating = previous_secret !== null && (previous_until ?? 0) > clock();
  const sealed = isRotating ? [secret, previous_secret] : [secret];
  return Promise.all(sealed.map((text) => openSigningSecret(keys, store.tenant, id, text)));
}

function consequences(id: string, outcome: Outcome, now: number): Sent['also'] {
  if (outcome.kind === 'delivered') return [WORKS.with(id)];
  if (outcome.code === GONE) return disableGone(id, now);
  return [FAILS.with(id, now), ...disableFailing(id, now)];
}
