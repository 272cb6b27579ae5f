import { schemaOfAll } from '../../query/format.ts';

/** A conversation with either target counts once; breached where either is, as of the request. */
export const SLA_FIELDS = {
  tracked: 'sla_tracked',
  met: 'sla_met',
  breached: 'sla_breached',
  compliance_rate: 'sla_compliance_rate',
} as const;

export const slaBucket = schemaOfAll(SLA_FIELDS);
