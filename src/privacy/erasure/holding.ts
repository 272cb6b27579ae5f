/**
 * What a file holds of single interactions, and so which erasures withdraw it:
 * `figures` holds none of their rows and stays. `reviews_in_period` and `interactions_in_period` go where the
 * period has a review, or an interaction, of whoever is erased. `interactions` goes whoever is erased.
 */
export type Holding = 'figures' | 'reviews_in_period' | 'interactions_in_period' | 'interactions';

/** What a file of several parts holds; parts that only different questions can find make it `interactions`. */
export function combinedHolding(parts: readonly Holding[]): Holding {
  const rows = new Set(parts.filter((part) => part !== 'figures'));
  const [only = 'figures'] = rows;
  return rows.size > 1 ? 'interactions' : only;
}

/** How SQL finds whoever is erased in the period of a row of `export_jobs`. */
export interface FoundInPeriod {
  interaction: string;
  review: string;
}

/** SQL: whether an erasure withdraws a row of `export_jobs`; a value that is not known here counts as interactions. */
export function isWithdrawn({ interaction, review }: FoundInPeriod): string {
  const conditions: Readonly<Record<Holding, string>> = {
    figures: 'FALSE',
    reviews_in_period: review,
    interactions_in_period: interaction,
    interactions: 'TRUE',
  };
  const cases = Object.entries(conditions).map(
    ([holding, condition]) => `WHEN '${holding}' THEN ${condition}`,
  );
  return `CASE holds ${cases.join(' ')} ELSE TRUE END`;
}
