import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';

/** A conversation with any SLA target counts once; it is breached if either target is, at the time of the request. */
export const SLA_FIELDS = fields(HELPDESK_FORMAT, {
  tracked: 'sla_tracked',
  met: 'sla_met',
  breached: 'sla_breached',
  compliance_rate: 'sla_compliance_rate',
});

export const slaBucket = SLA_FIELDS.schema;
