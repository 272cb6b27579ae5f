/**
 * Which rows of single interactions a file contains, and so which erasures withdraw it.
 * `figures`: none; it is never withdrawn. `reviews_in_period`, `interactions_in_period`: withdrawn if the erased
 * customer has a review, or an interaction, in its period. `interactions`: withdrawn by every erasure.
 */
export type Holding = 'figures' | 'reviews_in_period' | 'interactions_in_period' | 'interactions';

/** The combined value for a file of several parts: `interactions` if parts differ in which erasures withdraw them. */
export function combinedHolding(parts: readonly Holding[]): Holding {
  const rows = new Set(parts.filter((part) => part !== 'figures'));
  const [only = 'figures'] = rows;
  return rows.size > 1 ? 'interactions' : only;
}

/** SQL conditions: whether the erased customer occurs in the period of a row of `export_jobs`. */
export interface FoundInPeriod {
  interaction: string;
  review: string;
}

/** SQL: whether an erasure withdraws a row of `export_jobs`. An unknown value of `holds` counts as `interactions`. */
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
