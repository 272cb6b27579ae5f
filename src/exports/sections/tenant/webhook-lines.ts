import { listWebhooks } from '../../../delivery/webhooks.ts';
import { isoInstant } from '../../../time/dates.ts';
import type { SourceContext } from '../../section.ts';
import type { Lines } from './lines.ts';

/** The webhooks, without their secrets; there are few. What was delivered is not part of the export. */
export function webhookLines({ store }: SourceContext): Lines {
  return async () => {
    const webhooks = await listWebhooks({ store });
    const lines = webhooks.map(({ id, url, events, description, isEnabled, createdAt, changedAt }) => ({
      export: 'webhook',
      ...{ id, url, events, description, enabled: isEnabled },
      created_at: isoInstant(createdAt),
      changed_at: isoInstant(changedAt),
    }));
    return { lines, next: null };
  };
}
