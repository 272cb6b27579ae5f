/** Why customers make contact. */
export interface Reason {
  intent: string;
  category: string;
  topics: readonly string[];
  department: string;
  /** Typical talk time in seconds. */
  talk: number;
  /** Share of such contacts that an assistant handles. */
  assisted: number;
  /** Share of answered contacts that are resolved. */
  resolved: number;
  /** The article that helps, if there is one. */
  article?: string;
  weight: number;
}

export const REASONS: readonly Reason[] = [
  {
    intent: 'order_status',
    category: 'Orders',
    topics: ['Parcel on its way', 'Parcel late', 'Wrong item'],
    department: 'dep-logistics',
    talk: 170,
    assisted: 0.35,
    resolved: 0.82,
    article: 'art-3',
    weight: 18,
  },
  {
    intent: 'technical_problem',
    category: 'Technical',
    topics: ['No connection', 'Slow connection', 'Router lights'],
    department: 'dep-support',
    talk: 420,
    assisted: 0.12,
    resolved: 0.63,
    article: 'art-1',
    weight: 20,
  },
  {
    intent: 'invoice_question',
    category: 'Invoices',
    topics: ['Amount unclear', 'Charged twice', 'Due date'],
    department: 'dep-billing',
    talk: 260,
    assisted: 0.22,
    resolved: 0.76,
    article: 'art-2',
    weight: 16,
  },
  {
    intent: 'payment_plan',
    category: 'Invoices',
    topics: ['Instalments', 'Payment failed'],
    department: 'dep-billing',
    talk: 310,
    assisted: 0.08,
    resolved: 0.7,
    article: 'art-8',
    weight: 6,
  },
  {
    intent: 'new_purchase',
    category: 'Sales',
    topics: ['Fibre plan', 'Mobile plan', 'Accessories'],
    department: 'dep-sales',
    talk: 380,
    assisted: 0.06,
    resolved: 0.74,
    weight: 12,
  },
  {
    intent: 'plan_change',
    category: 'Sales',
    topics: ['Faster plan', 'Cheaper plan'],
    department: 'dep-sales',
    talk: 300,
    assisted: 0.1,
    resolved: 0.78,
    weight: 6,
  },
  {
    intent: 'cancel_contract',
    category: 'Contract',
    topics: ['Moving away', 'Found a better price', 'Dissatisfied'],
    department: 'dep-retention',
    talk: 360,
    assisted: 0,
    resolved: 0.52,
    weight: 6,
  },
  {
    intent: 'return_item',
    category: 'Orders',
    topics: ['Return label', 'Money back'],
    department: 'dep-logistics',
    talk: 240,
    assisted: 0.15,
    resolved: 0.72,
    article: 'art-4',
    weight: 7,
  },
  {
    intent: 'password_reset',
    category: 'Account',
    topics: ['Forgotten password', 'Locked account'],
    department: 'dep-support',
    talk: 130,
    assisted: 0.55,
    resolved: 0.9,
    article: 'art-6',
    weight: 6,
  },
  {
    intent: 'address_change',
    category: 'Account',
    topics: ['Moving house', 'Delivery address'],
    department: 'dep-logistics',
    talk: 150,
    assisted: 0.4,
    resolved: 0.9,
    article: 'art-5',
    weight: 3,
  },
];

/** The reason of most contacts on the day of the outage. */
export const OUTAGE: Reason = {
  intent: 'technical_problem',
  category: 'Technical',
  topics: ['Network outage'],
  department: 'dep-support',
  talk: 300,
  assisted: 0.05,
  resolved: 0.3,
  weight: 1,
};
