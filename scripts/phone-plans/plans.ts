import type { MetadataJson } from 'libphonenumber-js/core';

/** Places of a plan that say how a number is shown: formats, their rules for the national prefix, extensions. */
const SHOWING = [4, 6, 9, 13];

/**
 * The numbering plans without what only formats numbers: half of the metadata, which would be a tenth of the Worker's
 * script.
 */
export function plansOf(metadata: MetadataJson): MetadataJson {
  return {
    ...metadata,
    countries: readingOnly(metadata.countries),
    nonGeographic: readingOnly(metadata.nonGeographic),
  };
}

function readingOnly<Plans extends MetadataJson['countries'] | MetadataJson['nonGeographic']>(
  plans: Plans,
): Plans {
  const entries = Object.entries(plans).map(([name, plan]) => [name, withoutShowing(plan)]);
  return Object.fromEntries(entries) as Plans;
}

function withoutShowing(plan: readonly unknown[]): unknown[] {
  const kept = plan.map((part, place) => (SHOWING.includes(place) ? 0 : part));
  return kept.slice(0, kept.findLastIndex((part) => part !== 0) + 1);
}
