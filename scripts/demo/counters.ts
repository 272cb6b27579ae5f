import { DAY, stamp, startOfDay, weekday } from './clock.ts';
import { ARTICLES, EMAIL_CHANNELS } from './organisation.ts';
import { randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';
import type { DemoDay } from './rhythm.ts';

const WEEKEND_SHARE = 0.55;

/** The daily counters of articles and e-mail channels. Those of the last day count until `until` (seconds UTC). */
export function countersOf(demoDay: DemoDay, until: number): DemoRecord[] {
  const begin = startOfDay(demoDay.day);
  const at = Math.min(begin + DAY - 1, until);
  const part = (at - begin + 1) / DAY;
  const random = randomFrom(`counters ${demoDay.date}`);
  const weekend = weekday(demoDay.day) % 6 === 0 ? WEEKEND_SHARE : 1;
  const common = { date: demoDay.date, updated_at: stamp(at) };

  const articles = ARTICLES.filter(({ status }) => status === 'published').map(({ id }, index) => {
    const rush = demoDay.outage && index === 0 ? 6 : 1;
    const views = Math.round((random.longTail(150, 0.25) / (index + 2)) * weekend * rush * part);
    const votes = Math.round(views * (0.05 + 0.1 * random.next()));
    const helpful = Math.round(votes * (demoDay.outage ? 0.3 : 0.6 + 0.3 * random.next()));
    return { type: 'article_stats', article_id: id, views, helpful, not_helpful: votes - helpful, ...common };
  });
  const channels = EMAIL_CHANNELS.map((email_channel_id) => ({
    type: 'email_channel_stats',
    email_channel_id,
    bounced_contacts: Math.round(random.whole(0, 4) * part),
    complained_contacts: random.chance(0.12) ? 1 : 0,
    ...common,
  }));
  return [...articles, ...channels].map((record) => ({ at, record }));
}
