import { stamp } from './clock.ts';
import type { DemoRecord } from './record.ts';

export interface DemoAgent {
  id: string;
  name: string;
  kind: 'human' | 'ai';
  team_id: string;
  department_id: string;
  /** Above 1: takes longer than others. */
  pace: number;
  /** Added to the mood of customers. */
  charm: number;
}

export const CALL_CENTERS = ['cc-sao-paulo', 'cc-recife', 'cc-florianopolis'] as const;
export const EMAIL_CHANNELS = ['mail-help', 'mail-billing', 'mail-orders'] as const;
export const CAMPAIGNS = [
  'cmp-spring',
  'cmp-loyalty',
  'cmp-winback',
  'cmp-upgrade',
  'cmp-survey',
  'cmp-black-friday',
];
export const ENGAGEMENTS = ['eng-welcome', 'eng-renewal', 'eng-recovery', 'eng-advice'] as const;

const NAMED: readonly (readonly [type: string, id: string, name: string])[] = [
  ['department', 'dep-support', 'Technical support'],
  ['department', 'dep-billing', 'Billing'],
  ['department', 'dep-sales', 'Sales'],
  ['department', 'dep-logistics', 'Deliveries'],
  ['department', 'dep-retention', 'Retention'],
  ['team', 'team-ipe', 'Ipê'],
  ['team', 'team-jacaranda', 'Jacarandá'],
  ['team', 'team-araucaria', 'Araucária'],
  ['team', 'team-digital', 'Digital'],
  ['campaign', 'cmp-spring', 'Spring catalogue'],
  ['campaign', 'cmp-loyalty', 'Loyalty club'],
  ['campaign', 'cmp-winback', 'Come back soon'],
  ['campaign', 'cmp-upgrade', 'Fibre upgrade'],
  ['campaign', 'cmp-survey', 'Yearly survey'],
  ['campaign', 'cmp-black-friday', 'Black Friday'],
  ['call_center', 'cc-sao-paulo', 'São Paulo'],
  ['call_center', 'cc-recife', 'Recife'],
  ['call_center', 'cc-florianopolis', 'Florianópolis'],
  ['engagement', 'eng-welcome', 'Welcome call'],
  ['engagement', 'eng-renewal', 'Contract renewal'],
  ['engagement', 'eng-recovery', 'Service recovery'],
  ['engagement', 'eng-advice', 'Product advice'],
  ['queue', 'queue-support', 'Technical help'],
  ['queue', 'queue-billing', 'Invoices and contracts'],
  ['queue', 'queue-sales', 'New orders'],
  ['queue', 'queue-orders', 'Parcels'],
  ['queue', 'queue-digital', 'Written messages'],
];

const ADDRESSES: readonly (readonly [id: string, address: string, status: string])[] = [
  ['mail-help', 'help@aurora.example', 'active'],
  ['mail-billing', 'billing@aurora.example', 'active'],
  ['mail-orders', 'orders@aurora.example', 'inactive'],
];

const ARTICLE_TITLES: readonly (readonly [title: string, status: string])[] = [
  ['Restarting your router', 'published'],
  ['Reading your invoice', 'published'],
  ['Following a parcel', 'published'],
  ['Sending something back', 'published'],
  ['Changing your address', 'published'],
  ['Setting a new password', 'published'],
  ['Slow internet in the evening', 'published'],
  ['Paying by instalments', 'published'],
  ['Moving house with your contract', 'published'],
  ['What the warranty covers', 'published'],
  ['Using eSIM abroad', 'draft'],
  ['Modem models before 2019', 'archived'],
];

export const ARTICLES = ARTICLE_TITLES.map(([title, status], index) => ({
  id: `art-${index + 1}`,
  title,
  slug: title.toLowerCase().replaceAll(' ', '-'),
  status,
}));

/** Every dimension record except the agents, as of `at` (seconds UTC). */
export function organisation(at: number): DemoRecord[] {
  const updated_at = stamp(at);
  return [
    ...NAMED.map(([type, id, name]) => ({ type, id, name, active: id !== 'cmp-spring', updated_at })),
    ...ADDRESSES.map(([id, address, status]) => ({ type: 'email_channel', id, address, status, updated_at })),
    ...ARTICLES.map((article) => ({ type: 'article', ...article, updated_at })),
  ].map((record) => ({ at, record }));
}
