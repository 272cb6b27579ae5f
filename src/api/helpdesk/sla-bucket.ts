import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';

/** A conversation with either target counts once; breached where either is, as of the request. */
export const SLA_FIELDS = fields(HELPDESK_FORMAT, {
  tracked: 'sla_tracked',
  met: 'sla_met',
  breached: 'sla_breached',
  compliance_rate: 'sla_compliance_rate',
});

export const slaBucket = SLA_FIELDS.schema;
