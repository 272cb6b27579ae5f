import { defineRecord } from './define.ts';
import { keepDimension } from './dimension.ts';
import { choice, envelope, flag, id, requiredText, strict } from './fields.ts';

const agentSchema = strict({
  ...envelope('agent'),
  id: id(),
  name: requiredText(200),
  kind: choice(['human', 'ai']).nullish().describe('`human` if left out.'),
  team_id: id().nullish().describe('Kept with the agent; figures go by what each interaction names.'),
  department_id: id().nullish().describe('Likewise.'),
  active: flag().nullish().describe('`true` if left out.'),
}).describe('A person or a bot that handles interactions.');

export const agent = defineRecord({
  type: 'agent',
  schema: agentSchema,
  keep: (sent, _context, stamp) =>
    keepDimension('agent', sent.id, stamp, {
      name: sent.name,
      active: sent.active ?? true,
      kind: sent.kind ?? 'human',
      team_id: sent.team_id,
      department_id: sent.department_id,
    }),
});
