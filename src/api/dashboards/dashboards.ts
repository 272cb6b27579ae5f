import * as z from 'zod';
import { permits, requireSession } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import {
  type ChangeContext,
  changeDashboard,
  createDashboard,
  deleteDashboard,
  findDashboard,
  listDashboards,
} from '../../dashboards/dashboards.ts';
import type { RequestContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import {
  checkTiles,
  dashboardBody,
  dashboardChange,
  dashboardShape,
  presentDashboard,
} from './dashboard-shape.ts';

const PATH = '/api/v1/dashboards';
const params = z.object({ id: z.string() });

/** Those who administer the tenant may change everybody's dashboards. */
function changing(context: RequestContext): ChangeContext {
  requireSession(context);
  return { ...context, mayChangeAll: permits(PERMISSIONS.administer, context.actor) };
}

export const listDashboardsOperation = defineOperation({
  id: 'listDashboards',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary: 'The dashboards that people of the tenant have made.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response: z.object({ dashboards: z.array(dashboardShape) }),
  async handle(context) {
    return { dashboards: (await listDashboards(context)).map(presentDashboard) };
  },
});

export const createDashboardOperation = defineOperation({
  id: 'createDashboard',
  contract: 'core',
  method: 'POST',
  path: PATH,
  summary: 'Saves a dashboard: tiles, each a query and how it is drawn. Everybody of the tenant sees it.',
  credential: 'tenant',
  permission: PERMISSIONS.keepDashboards,
  idempotent: true,
  body: dashboardBody,
  response: dashboardShape,
  status: 201,
  errors: [409],
  async handle(context, { body }) {
    await checkTiles(context, body);
    return presentDashboard(await createDashboard(context, body));
  },
});

export const getDashboardOperation = defineOperation({
  id: 'getDashboard',
  contract: 'core',
  method: 'GET',
  path: `${PATH}/:id`,
  summary: 'One dashboard.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  params,
  response: dashboardShape,
  errors: [404],
  async handle(context, { params: { id } }) {
    return presentDashboard(await findDashboard(context, id));
  },
});

export const putDashboardOperation = defineOperation({
  id: 'putDashboard',
  contract: 'core',
  method: 'PUT',
  path: `${PATH}/:id`,
  summary: 'Replaces what a dashboard shows; only by its owner and by administrators of the tenant.',
  credential: 'tenant',
  permission: PERMISSIONS.keepDashboards,
  params,
  body: dashboardChange,
  response: dashboardShape,
  errors: [404, 409],
  async handle(context, { params: { id }, body }) {
    await checkTiles(context, body);
    return presentDashboard(await changeDashboard(changing(context), { id, ...body }));
  },
});

export const deleteDashboardOperation = defineOperation({
  id: 'deleteDashboard',
  contract: 'core',
  method: 'DELETE',
  path: `${PATH}/:id`,
  summary: 'Deletes a dashboard; only by its owner and by administrators of the tenant.',
  credential: 'tenant',
  permission: PERMISSIONS.keepDashboards,
  params,
  response: z.void(),
  status: 204,
  errors: [404],
  async handle(context, { params: { id } }) {
    await deleteDashboard(changing(context), id);
  },
});
