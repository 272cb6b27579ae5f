import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { createPolicy } from '../../service-levels/create-policy.ts';
import { freezeServiceLevels } from '../../service-levels/freeze.ts';
import { readAgreed } from '../../service-levels/stored-policies.ts';
import { dateField, policyAsked, policyBody, policyShape, presentPolicy } from './policy-shape.ts';

const PATH = '/api/v1/service-level-policies';

export const listServiceLevelPolicies = defineOperation({
  id: 'listServiceLevelPolicies',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary: 'All versions of the service-level policies, and the days that are closed to new ones.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response: z.object({
    policies: z.array(policyShape).describe('By what they apply to, then by date.'),
    frozen_through: z.string().nullable().describe('The last date that is closed to new versions, or null.'),
  }),
  async handle(context) {
    const { policies, frozen } = await readAgreed(context);
    return { policies: policies.map(presentPolicy), frozen_through: frozen?.through ?? null };
  },
});

export const createServiceLevelPolicy = defineOperation({
  id: 'createServiceLevelPolicy',
  contract: 'core',
  method: 'POST',
  path: PATH,
  summary: 'Adds a version of a service-level policy, in force from a date on. Versions never change.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  idempotent: true,
  body: policyBody,
  response: policyShape,
  status: 201,
  errors: [409],
  async handle(context, { body }) {
    return presentPolicy(await createPolicy(context, policyAsked(body)));
  },
});

export const freezeServiceLevelPolicies = defineOperation({
  id: 'freezeServiceLevelPolicies',
  contract: 'core',
  method: 'POST',
  path: `${PATH}/freeze`,
  summary: 'Closes all days through a date to new versions of service-level policies, for good.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  body: z.strictObject({ through: dateField.describe('The last date to close. It must be over.') }),
  response: z.object({
    frozen_through: z
      .string()
      .describe('The last date that is closed: a later one if that was closed before.'),
  }),
  async handle(context, { body }) {
    return { frozen_through: await freezeServiceLevels(context, body.through) };
  },
});
