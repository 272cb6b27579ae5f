import { randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';

/** The queue of each department. */
export const QUEUE_OF: Readonly<Record<string, string>> = {
  'dep-support': 'queue-support',
  'dep-billing': 'queue-billing',
  'dep-sales': 'queue-sales',
  'dep-logistics': 'queue-orders',
  'dep-retention': 'queue-billing',
};

/** A contact with what its queue and its handling add, drawn apart from everything else that is known of it. */
export function queued({ at, record }: DemoRecord): DemoRecord {
  const random = randomFrom(`queue of ${record.id}`);
  const { status, direction, kind, duration_seconds: duration } = record;
  const isInbound = direction !== 'outbound';
  const queue = kind === 'call' ? QUEUE_OF[String(record.department_id)] : 'queue-digital';
  const isOverflow = status === 'cancelled' && isInbound && random.chance(0.4);
  const isHandled = status === 'completed' && typeof duration === 'number';
  const isHeld = isHandled && kind === 'call' && duration > 90 && random.chance(0.22);
  return {
    at,
    record: {
      ...record,
      ...(isOverflow && { status: 'overflowed' }),
      ...(isInbound && queue !== undefined && { queue_id: queue }),
      ...(isHandled && kind === 'call' && { ring_seconds: random.whole(2, 14) }),
      ...(isHeld && { holds: random.whole(1, 3), hold_seconds: random.whole(10, Math.floor(duration / 3)) }),
      ...(isHandled && { wrap_seconds: Math.round(random.longTail(35, 0.6)) }),
      ...(isHandled && kind === 'conversation' && random.chance(0.06) && { reopens: random.whole(1, 2) }),
    },
  };
}
