import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { defineRecord } from './define.ts';
import { envelope, id, instant } from './fields.ts';
import { SHIFT_ACTIVITIES, type Shift } from './types.ts';
import { definedOnly } from './walk-fields.ts';

const MOST_SECONDS = BOUNDS.shiftSeconds.value;

const shiftSchema = z
  .strictObject({
    ...envelope('shift'),
    id: id(),
    agent_id: id(),
    started_at: instant(),
    ended_at: instant().describe(`After started_at, by at most ${MOST_SECONDS / 3_600} hours.`),
    activity: z.enum(SHIFT_ACTIVITIES),
    team_id: id().nullish().describe('The team that the scheduled time counts for.'),
    department_id: id().nullish().describe('The department that the scheduled time counts for.'),
  })
  .describe(
    'A part of the schedule of an agent. Where several overlap, the one that starts last counts, so that a break may be sent as a shift within a longer one.',
  );

export const shift = defineRecord({
  type: 'shift',
  schema: shiftSchema,
  keep(sent, _context, stamp) {
    const { started_at, ended_at } = sent;
    if (ended_at <= started_at || ended_at - started_at > MOST_SECONDS) {
      const message = `Must be after started_at, by at most ${MOST_SECONDS / 3_600} hours.`;
      return [{ path: 'ended_at', message }];
    }
    const body = definedOnly<Shift>({
      started_at,
      ended_at,
      activity: sent.activity,
      team_id: sent.team_id,
      department_id: sent.department_id,
    });
    return {
      type: 'shift',
      id: sent.id,
      ...stamp(sent.id, sent.agent_id, body),
      agent_id: sent.agent_id,
      body,
    };
  },
});
