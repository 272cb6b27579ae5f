import { type Operation, readsFigures } from '../operation.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { problemStatuses } from './problems.ts';
import { type JsonObject, type NamedSchemas, schemaObject } from './schemas.ts';

const JSON_TYPE = 'application/json';
/** A file: described by its content type alone. */
const FILE = {};

/** Collects the schemas of a description. */
export interface Schemas {
  sent: NamedSchemas;
  answered: NamedSchemas;
}

/** The description of one operation, before operations that share a path are merged. */
export interface Described {
  id: string;
  tag: string;
  summary: string;
  access: string;
  /** Empty if no credential is needed. */
  security: readonly JsonObject[];
  parameters: readonly Parameter[];
  requestBody?: JsonObject;
  /** Statuses of success, the default one first. */
  statuses: readonly [number, ...number[]];
  /** Success content by content type; absent if there is none. */
  answer?: Readonly<Record<string, JsonObject>>;
  problems: readonly number[];
  isConditional: boolean;
  /** Whether its rows count; see `countsRows` of operations. */
  isCounted: boolean;
}

/** Describes an operation. Its schemas are added to `schemas` and referenced. */
export function describeOperation(operation: Operation, schemas: Schemas): Described {
  const { id, summary, status = 200, otherStatuses = [] } = operation;
  const isConditional = operation.conditional !== undefined;
  const requestBody = bodyOf(operation, schemas.sent);
  const answer = answerOf(operation, schemas.answered);
  return {
    id,
    tag: tagOf(operation),
    summary,
    access: accessOf(operation),
    security: securityOf(operation),
    parameters: parametersOf(operation),
    ...(requestBody && { requestBody }),
    statuses: [status, ...otherStatuses, ...(isConditional ? [304] : [])],
    ...(answer && { answer }),
    problems: problemStatuses(operation),
    isConditional,
    isCounted: readsFigures(operation),
  };
}

/** Groups of operations in the API description. */
export const TAGS = {
  Calls: 'Figures of calls.',
  Quality: 'Figures of quality reviews.',
  Evaluations: "Customers' ratings, one by one and in figures.",
  Conversations: 'Figures of calls and conversations, with costs, sentiment and intents.',
  Helpdesk: 'Figures of helpdesk conversations: deadlines, satisfaction, teams.',
  Voice: 'Figures of calls by hour, weekday, category and month.',
  Platform: 'Tenants, API keys, records.',
} as const;

const TAG_OF = {
  calls: 'Calls',
  quality: 'Quality',
  evaluations: 'Evaluations',
  conversations: 'Conversations',
  core: 'Platform',
} as const satisfies Record<string, keyof typeof TAGS>;

function tagOf({ contract, path }: Operation): keyof typeof TAGS {
  if (contract === 'helpdesk') return path.startsWith('/api/v2/') ? 'Helpdesk' : 'Voice';
  return TAG_OF[contract];
}

function accessOf({ credential, permission }: Operation): string {
  if (credential === 'none') return 'Takes no credential.';
  if (credential === 'public-tenant') return 'Takes no credential; X-Tenant names the tenant.';
  const keys = permission?.scope ? `API keys with the scope \`${permission.scope}\`, and ` : '';
  const roles = permission?.roles.map((role) => `\`${role}\``).join(', ');
  return `Open to ${keys}sessions of the roles ${roles}.`;
}

/** Alternatives: one of the credentials is enough. */
function securityOf({ permission }: Operation): JsonObject[] {
  if (!permission) return [];
  return [{ bearerAuth: [] }, ...(permission.scope ? [{ apiKey: [] }] : [])];
}

function bodyOf({ id, body, accepts }: Operation, sent: NamedSchemas): JsonObject | undefined {
  const schemas = accepts ?? (body && { [JSON_TYPE]: body });
  if (!schemas) return undefined;
  const content = Object.entries(schemas).map(([type, schema]) => [
    type,
    { schema: type === JSON_TYPE ? sent.refer(schema, `${capital(id)}Body`) : schemaObject(schema, 'input') },
  ]);
  return { required: true, content: Object.fromEntries(content) };
}

function answerOf(
  { id, status = 200, response, produces }: Operation,
  answered: NamedSchemas,
): Described['answer'] {
  if (status === 204 || status >= 300) return undefined;
  if (produces) return Object.fromEntries(produces.map((type) => [type, FILE]));
  return { [JSON_TYPE]: { schema: answered.refer(response, `${capital(id)}Answer`) } };
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
