import * as z from 'zod';
import { defineRecord, type Stamp } from './define.ts';
import { envelope, id, requiredEmailAddress, requiredText } from './fields.ts';
import { cuttingRequired } from './mending.ts';
import type { Dimension, DimensionRecord, DimensionType } from './types.ts';
import { definedOnly } from './walk-fields.ts';

const MAX_NAME_CHARACTERS = 200;
const cutName = cuttingRequired(MAX_NAME_CHARACTERS);

type Fields = { [Name in keyof Dimension]: Dimension[Name] | null | undefined };

/** A dimension record with its fields in a fixed order, the same for all dimensions. */
function keepDimension(type: DimensionType, id: string, stamp: Stamp, fields: Fields): DimensionRecord {
  const body = definedOnly<Dimension>({
    name: fields.name,
    active: fields.active,
    kind: fields.kind,
    team_id: fields.team_id,
    department_id: fields.department_id,
    address: fields.address,
    title: fields.title,
    slug: fields.slug,
    status: fields.status,
  });
  return { type, id, ...stamp(id, body), body };
}

type NamedType = 'team' | 'department' | 'campaign' | 'call_center' | 'engagement' | 'queue';

function defineNamed(type: NamedType) {
  return defineRecord({
    type,
    schema: z.strictObject({
      ...envelope(type),
      id: id(),
      name: requiredText(MAX_NAME_CHARACTERS),
      active: z.boolean().nullish().describe('`true` if left out.'),
    }),
    mendings: { name: cutName },
    keep: (sent, _context, stamp) =>
      keepDimension(type, sent.id, stamp, { name: sent.name, active: sent.active ?? true }),
  });
}

export const team = defineNamed('team');
export const department = defineNamed('department');
export const campaign = defineNamed('campaign');
export const callCenter = defineNamed('call_center');
export const engagement = defineNamed('engagement');
export const queue = defineNamed('queue');

const agentSchema = z
  .strictObject({
    ...envelope('agent'),
    id: id(),
    name: requiredText(MAX_NAME_CHARACTERS),
    kind: z.enum(['human', 'ai']).nullish().describe('`human` if left out.'),
    team_id: id().nullish().describe('Kept with the agent; figures go by what each interaction names.'),
    department_id: id().nullish().describe('Likewise.'),
    active: z.boolean().nullish().describe('`true` if left out.'),
  })
  .describe('A person or a bot that handles interactions.');

export const agent = defineRecord({
  type: 'agent',
  schema: agentSchema,
  mendings: { name: cutName },
  keep: (sent, _context, stamp) =>
    keepDimension('agent', sent.id, stamp, {
      name: sent.name,
      active: sent.active ?? true,
      kind: sent.kind ?? 'human',
      team_id: sent.team_id,
      department_id: sent.department_id,
    }),
});

const articleSchema = z
  .strictObject({
    ...envelope('article'),
    id: id(),
    title: requiredText(MAX_NAME_CHARACTERS),
    slug: requiredText(200),
    status: z.enum(['published', 'draft', 'archived']),
  })
  .describe('An article of the knowledge base.');

export const article = defineRecord({
  type: 'article',
  schema: articleSchema,
  mendings: { title: cutName },
  keep: (sent, _context, stamp) =>
    keepDimension('article', sent.id, stamp, { title: sent.title, slug: sent.slug, status: sent.status }),
});

const emailChannelSchema = z
  .strictObject({
    ...envelope('email_channel'),
    id: id(),
    address: requiredEmailAddress(),
    status: z.enum(['active', 'inactive']),
  })
  .describe("A mailbox of the tenant's.");

export const emailChannel = defineRecord({
  type: 'email_channel',
  schema: emailChannelSchema,
  keep: (sent, _context, stamp) =>
    keepDimension('email_channel', sent.id, stamp, { address: sent.address, status: sent.status }),
});
