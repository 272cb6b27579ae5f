import { statementsIn } from '../db/statement.ts';
import { openSigningSecret, sealSigningSecret } from '../privacy/sealing/sealed-values.ts';
import type { KeyedContext } from '../service-context.ts';

const statement = statementsIn('delivery');

const SELECT_SECRETS = statement<{ id: string; secret: string; previous_secret: string | null }>(`
  SELECT w.id AS id, w.secret AS secret, w.previous_secret AS previous_secret FROM webhooks w WHERE w.tenant = ?1`);
/** Replaces only what was read: a secret that was rotated meanwhile is sealed under the current key already. */
const PUT_SECRETS = statement(`
  UPDATE webhooks SET secret = ?3, previous_secret = ?4 WHERE tenant = ?1 AND id = ?2 AND secret = ?5`);

/** Seals the secrets of all webhooks under the current data secret. Can run twice. Returns how many there are. */
export async function resealWebhooks({ store, keys }: KeyedContext): Promise<number> {
  const [rows] = await store.batch([SELECT_SECRETS.with()]);
  const again = async (id: string, sealed: string) =>
    sealSigningSecret(keys, store.tenant, id, await openSigningSecret(keys, store.tenant, id, sealed));
  const puts = await Promise.all(
    rows.map(async ({ id, secret, previous_secret }) =>
      PUT_SECRETS.with(
        id,
        await again(id, secret),
        previous_secret === null ? null : await again(id, previous_secret),
        secret,
      ),
    ),
  );
  await store.batch(puts);
  return rows.length;
}
