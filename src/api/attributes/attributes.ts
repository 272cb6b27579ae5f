import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { defineOperation } from '../../http/operation.ts';
import { accepting } from '../../messages.ts';
import {
  ATTRIBUTE_KEY,
  ATTRIBUTE_TYPES,
  type AttributeDeclaration,
  isAttributeKey,
} from '../../records/attributes.ts';
import { putAttributes, readAttributes } from '../../tenants/attributes.ts';

const PATH = '/api/v1/attributes';
const KEY_ACCEPTED =
  'a lower-case letter and up to 39 of the characters a-z 0-9 _, with fewer than 9 digits in a row';

const key = z
  .string({ error: accepting(KEY_ACCEPTED) })
  .refine(isAttributeKey, { error: accepting(KEY_ACCEPTED) })
  .meta({ pattern: ATTRIBUTE_KEY.source });
const type = z
  .enum(ATTRIBUTE_TYPES)
  .describe('What values may be. A key keeps its type for good, even while it is not declared.');
const dimension = z
  .boolean()
  .describe('Whether figures are grouped and filtered by it, as `attributes.` and the key.');

const list = z
  .array(
    z.strictObject({
      key,
      type,
      label: z.string().trim().min(1).max(100).optional().describe('The key if left out.'),
      dimension: dimension.default(false),
    }),
  )
  .max(BOUNDS.attributesPerTenant.value)
  .refine((sent) => new Set(sent.map((each) => each.key)).size === sent.length, 'Must have each key once.');

const response = z.object({
  attributes: z.array(
    z.object({
      key: z.string(),
      type,
      label: z.string().nullable().describe('Null if it has none.'),
      dimension,
    }),
  ),
});

export const listAttributesOperation = defineOperation({
  id: 'listAttributes',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary: 'The attributes that interactions may have, in the order of their declaration.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response,
  async handle(context) {
    return { attributes: (await readAttributes(context)).map(present) };
  },
});

export const putAttributesOperation = defineOperation({
  id: 'putAttributes',
  contract: 'core',
  method: 'PUT',
  path: PATH,
  summary:
    'Replaces the attributes that interactions may have; values of those left out stay stored, unseen.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  body: z.strictObject({ attributes: list.describe('All of them.') }),
  response,
  errors: [409],
  async handle(context, { body }) {
    const declared = body.attributes.map(({ label, ...rest }) => ({ ...rest, ...(label && { label }) }));
    await putAttributes(context, declared);
    return { attributes: declared.map(present) };
  },
});

function present({ key, type, label, dimension }: AttributeDeclaration) {
  return { key, type, label: label ?? null, dimension };
}
