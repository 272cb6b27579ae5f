/** A document of docs/ as the documentation page shows it. */
export interface Guide {
  /** The name of its file in docs/, without `.md`, and of its page under /docs/. */
  name: string;
  /** As the navigation calls it; shorter than its heading. */
  title: string;
  /** What it is for, in one line: llms.txt and the start page say it. */
  about: string;
}

/** The guide that /docs itself shows. */
export const FIRST = 'first-record';

/** Every document that the page shows, in the groups and the order of its navigation. */
export const GROUPS: Readonly<Record<string, readonly Guide[]>> = {
  Start: [
    {
      name: FIRST,
      title: 'First record',
      about: 'a tenant, a key, one record and its figure, in five minutes',
    },
    { name: 'clients', title: 'Clients', about: 'complete programs in curl, TypeScript and Python' },
  ],
  'Send data': [
    { name: 'data', title: 'Sending data', about: 'record types, fields, versions, errors, personal data' },
    { name: 'import', title: 'Importing files', about: 'CSV, Excel and JSON of other systems, by a mapping' },
  ],
  'Read figures': [
    { name: 'query', title: 'Query language', about: 'any metric by any dimension, with worked questions' },
    { name: 'webhooks', title: 'Webhooks', about: 'events that are sent to your endpoints, signed' },
    { name: 'live', title: 'Live figures', about: 'streams of figures as they change, by SSE or WebSocket' },
    { name: 'dashboard', title: 'Dashboard', about: 'signing in, pages, links, dashboards of your own' },
    {
      name: 'definitions',
      title: 'Metrics',
      about: 'every metric: name, unit, formula, what it combines with',
    },
    { name: 'live', title: 'Live figures', about: 'answers to queries as they change, as a stream' },
    {
      name: 'dashboard',
      title: 'Dashboard',
      about: 'how browsers sign in: pasted credentials, tickets, OpenID Connect',
    },
    {
      name: 'staffing',
      title: 'Staffing',
      about: 'agents per interval of a date, by a forecast or given volumes',
    },
    { name: 'exports', title: 'Exports', about: 'files and reports: formats, sections, columns' },
  ],
  Reference: [
    {
      name: 'api',
      title: 'API as text',
      about: 'credentials, headers, errors, and every operation with its fields',
    },
    { name: 'limits', title: 'Limits', about: 'bounds on size and number, rate limits' },
  ],
  Run: [
    { name: 'deploy', title: 'Deploying', about: 'the first deployment, and new versions' },
    { name: 'operations', title: 'Operations', about: 'settings, secrets, logs, maintenance, backup' },
    { name: 'costs', title: 'Costs', about: 'measured rows, trips and times' },
  ],
  Develop: [
    { name: 'architecture', title: 'Architecture', about: 'how it is built and why, with a glossary' },
    {
      name: 'extending',
      title: 'Extending',
      about: 'adding a measure, a record field, an endpoint, an export',
    },
  ],
};

export const GUIDES: readonly Guide[] = Object.values(GROUPS).flat();
