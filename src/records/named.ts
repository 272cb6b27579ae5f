import { defineRecord } from './define.ts';
import { keepDimension } from './dimension.ts';
import { envelope, flag, id, requiredText, strict } from './fields.ts';

type NamedType = 'team' | 'department' | 'campaign' | 'call_center' | 'engagement';

function defineNamed(type: NamedType) {
  return defineRecord({
    type,
    schema: strict({
      ...envelope(type),
      id: id(),
      name: requiredText(200),
      active: flag().nullish().describe('`true` if left out.'),
    }),
    keep: (sent, _context, stamp) =>
      keepDimension(type, sent.id, stamp, { name: sent.name, active: sent.active ?? true }),
  });
}

export const team = defineNamed('team');
export const department = defineNamed('department');
export const campaign = defineNamed('campaign');
export const callCenter = defineNamed('call_center');
export const engagement = defineNamed('engagement');
