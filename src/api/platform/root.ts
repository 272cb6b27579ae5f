import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';

const LINKS = {
  documentation: '/docs',
  openapi: '/openapi.json',
  llms: '/llms.txt',
  dashboard: '/',
  health: '/healthz',
} as const;

const address = z.url();

/** What an API client finds at the address of the service; browsers get the dashboard there. */
export const root = defineOperation({
  id: 'root',
  contract: 'core',
  method: 'GET',
  path: '/',
  summary: 'Where to go from here, for clients that do not accept HTML.',
  credential: 'none',
  response: z.object({
    name: z.literal('Callmeter'),
    documentation: address.describe('For people, and as Markdown for clients.'),
    openapi: address.describe('The description of the API, as OpenAPI 3.1.'),
    llms: address.describe('The documentation as a list for language models.'),
    dashboard: address.describe('For browsers.'),
    health: address,
  }),
  handle({ request }) {
    const at = (path: string) => new URL(path, request.url).href;
    return {
      name: 'Callmeter' as const,
      documentation: at(LINKS.documentation),
      openapi: at(LINKS.openapi),
      llms: at(LINKS.llms),
      dashboard: at(LINKS.dashboard),
      health: at(LINKS.health),
    };
  },
});
