import type { DeclaredMeasure, WeightedInputs } from './measure.ts';

/** The four measures of one kind of SLA target: `<prefix>_tracked`, `_breached`, `_met` and `_compliance_rate`. */
type TargetMeasures<Prefix extends string> = Record<
  `${Prefix}_${'tracked' | 'breached' | 'met' | 'compliance_rate'}`,
  DeclaredMeasure
>;

/**
 * Measures of an SLA target. A conversation breaches its target if the records say so (`breached`), or if the target
 * has passed by the time of the request and nothing has decided it yet (`overdue`).
 */
function targetMeasures<Prefix extends string>(
  prefix: Prefix,
  { title, target }: { title: string; target: string },
  inputs: { tracked: WeightedInputs; breached: WeightedInputs },
): TargetMeasures<Prefix> {
  const breaches = Object.entries(inputs.breached).map(([input, weight]) => [input, -weight]);
  const met = { ...inputs.tracked, ...Object.fromEntries(breaches) };
  const measures: Record<string, DeclaredMeasure> = {
    [`${prefix}_tracked`]: {
      label: `${title} tracked`,
      better: 'neutral',
      unit: 'count',
      description: `Conversations with ${target}.`,
      numerator: inputs.tracked,
    },
    [`${prefix}_breached`]: {
      label: `${title} breached`,
      better: 'lower',
      unit: 'count',
      description: `Conversations that breach ${target}, as of now.`,
      numerator: inputs.breached,
    },
    [`${prefix}_met`]: {
      label: `${title} met`,
      better: 'higher',
      unit: 'count',
      description: `Conversations that do not breach ${target}, as of now.`,
      numerator: met,
    },
    [`${prefix}_compliance_rate`]: {
      label: `${title} compliance`,
      better: 'higher',
      unit: 'rate',
      description: `Share of conversations with ${target} that do not breach it.`,
      numerator: met,
      denominator: inputs.tracked,
    },
  };
  // TypeScript types computed template keys as string.
  return measures as TargetMeasures<Prefix>;
}

/** Measures of SLA compliance: of either target, and of any. They depend on the time of the request. */
export const SLA_MEASURES = {
  ...targetMeasures(
    'sla_first',
    { title: 'First-response SLA', target: 'a first-response target' },
    {
      tracked: { sla_first_tracked: 1 },
      breached: { sla_first_breached: 1, overdue_first: 1 },
    },
  ),
  ...targetMeasures(
    'sla_resolution',
    { title: 'Resolution SLA', target: 'a resolution target' },
    {
      tracked: { sla_resolution_tracked: 1 },
      breached: { sla_resolution_breached: 1, overdue_resolution: 1 },
    },
  ),
  ...targetMeasures(
    'sla',
    { title: 'SLA', target: 'any target' },
    {
      tracked: { sla_tracked: 1 },
      breached: { sla_breached: 1, overdue_any: 1 },
    },
  ),
};
