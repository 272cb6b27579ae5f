import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import {
  attributeDimensionsOf,
  CATALOGUE_DIMENSIONS,
  memberDimensionsOf,
} from '../../catalogue/dimensions.ts';
import { GRAINS } from '../../catalogue/grains.ts';
import { listMembers } from '../../catalogue/members.ts';
import { NotFound } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { cursorFor } from '../cursor.ts';
import { wholeParameter } from '../parameters.ts';

export const listDimensionsOperation = defineOperation({
  id: 'listDimensions',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/dimensions',
  summary: 'Everything that figures can be grouped and filtered by; attributes come last.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response: z.object({
    dimensions: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        has_members: z.boolean().describe('Whether its members can be listed.'),
        grains: z.array(z.enum(GRAINS)).optional().describe('Only of time.'),
      }),
    ),
  }),
  handle: ({ tenant }) => ({
    dimensions: [...CATALOGUE_DIMENSIONS, ...attributeDimensionsOf(tenant)].map(
      ({ name, label, hasMembers, grains }) => ({
        name,
        label,
        has_members: hasMembers,
        ...(grains && { grains: [...grains] }),
      }),
    ),
  }),
});

const CURSOR = cursorFor({ name: z.string(), id: z.string() }, 'the after of a page');

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 100;

export const listMembersOperation = defineOperation({
  id: 'listMembers',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/dimensions/:name/members',
  summary: 'The members of a dimension by name, page by page.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  params: z.object({ name: z.string() }),
  query: z.strictObject({
    search: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Only members whose name or id contains it; case and accents do not matter.'),
    after: CURSOR.parameter.optional().describe('`after` of the page before.'),
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
  }),
  response: z.object({
    members: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().describe('The id if it has no other.'),
          active: z.boolean().describe('False if its record says so or is deleted.'),
        }),
      )
      .describe(
        'Members that records name, that are accepted, or that occur: topics of conversations, categories of calls, ' +
          'intents, providers, mailboxes and articles in the last 31 days, all others ever. Those of an attribute ' +
          'that was declared just now once its figures are ready.',
      ),
    after: z.string().nullable().describe('For the next page; null if there is none.'),
  }),
  errors: [404],
  async handle(context, { params, query: { search, after, limit } }) {
    const dimensions = memberDimensionsOf(context.tenant);
    const dimension = dimensions.find((name) => name === params.name);
    if (dimension === undefined) {
      throw new NotFound(`No dimension of this name has members. Those that have: ${dimensions.join(', ')}.`);
    }
    const { members, isLast } = await listMembers(context, { dimension, search, after, limit });
    const last = members.at(-1);
    return { members, after: last && !isLast ? CURSOR.encode({ name: last.name, id: last.id }) : null };
  },
});
