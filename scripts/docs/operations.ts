import type * as z from 'zod';
import { problemStatuses } from '../../src/http/openapi/problems.ts';
import { type Contract, type Operation, operationsOf, type Route } from '../../src/http/operation.ts';
import { code, table } from './markdown.ts';
import { type Field, fieldsOf } from './schema-fields.ts';

const GROUPS: Readonly<Record<Contract, string>> = {
  core: 'Platform and data',
  calls: 'Calls',
  quality: 'Quality reviews',
  evaluations: 'Evaluations',
  conversations: 'Conversations',
  helpdesk: 'Helpdesk and voice',
};

/** The reference of every operation as Markdown: a table of all, then a section each, grouped by API. */
export function apiDocs(routes: readonly Route[]): string {
  const operations = routes.flatMap(operationsOf);
  const groups = Object.entries(GROUPS)
    .map(([contract, title]) => ({ title, members: operations.filter((it) => it.contract === contract) }))
    .filter(({ members }) => members.length > 0);
  return groups
    .flatMap(({ title, members }) => [
      `## ${title}`,
      table(['operation', 'summary', 'access'], members.map(summaryRow)),
      ...members.map((each) => operationSection(each, firstWithAnswerOf(each, operations))),
    ])
    .join('\n\n');
}

/** The first of `operations` with the same response; only its section lists the fields. */
function firstWithAnswerOf(operation: Operation, operations: readonly Operation[]): Operation {
  return operations.find(({ response }) => response === operation.response) ?? operation;
}

function summaryRow(operation: Operation): string[] {
  const { method, path, summary, permission } = operation;
  const who = permission ? (permission.scope ? code(permission.scope) : 'sessions only') : 'public';
  return [linkTo(operation, `${method} ${path}`), summary, who];
}

function operationSection(operation: Operation, answered: Operation): string {
  const { id, method, path, summary, query, params, accepts, response } = operation;
  const body = operation.body ?? accepts?.['application/json'];
  const { description } = response;
  return [
    `### ${id}`,
    code(`${method} ${path}`),
    summary,
    accessOf(operation),
    ...sentFields('path parameter', params ? parameterFields(params) : []),
    ...sentFields('query parameter', query ? parameterFields(query) : []),
    ...sentFields('body field', body ? fieldsOf(body, 'input') : []),
    `${statusesOf(operation)}${description ? ` ${description}` : ''}`,
    ...(answered === operation ? receivedFields(response) : [`Same fields as ${linkTo(answered)}.`]),
  ].join('\n\n');
}

function linkTo({ id }: Operation, text = id): string {
  return `[${text}](#${id.toLowerCase()})`;
}

/** Parameters are sent as text, so their output types are shown, and defaults have those types. */
function parameterFields(schema: z.ZodObject): Field[] {
  const required = new Set(
    fieldsOf(schema, 'input')
      .filter(({ isRequired }) => isRequired)
      .map(({ path }) => path),
  );
  return fieldsOf(schema, 'output').map((field) => ({ ...field, isRequired: required.has(field.path) }));
}

function accessOf({ credential, permission }: Operation): string {
  if (credential === 'none') return 'No credential.';
  if (credential === 'public-tenant') return 'No credential; `X-Tenant` names the tenant.';
  const roles = `sessions of ${permission?.roles.join(', ')}`;
  const keys = permission?.scope ? `API keys with ${code(permission.scope)}; ` : '';
  return `Access: ${keys}${roles}.`;
}

/** The statuses of an operation, except those that any operation may return: a 500, and a 503 unless it is its own. */
function statusesOf(operation: Operation): string {
  const { status = 200, otherStatuses = [], errors = [], conditional } = operation;
  const successes = [status, ...otherStatuses, ...(conditional ? [304] : [])];
  const problems = problemStatuses(operation).filter(
    (problem) => problem !== 500 && (problem !== 503 || errors.includes(problem)),
  );
  return `Status: ${successes.join(' or ')}. Errors: ${problems.join(', ')}.`;
}

function sentFields(title: string, fields: readonly Field[]): string[] {
  if (fields.length === 0) return [];
  const rows = fields.map(({ path, type, description, ...field }) => [
    code(path),
    `${type}${field.isNullable ? ' or null' : ''}`,
    description,
    needOf(field),
  ]);
  return [table([title, 'type', 'description', 'default'], rows)];
}

function needOf({ isRequired, default: value }: Pick<Field, 'isRequired' | 'default'>): string {
  if (value !== undefined) return code(value);
  return isRequired ? 'required' : '';
}

function receivedFields(response: z.ZodType): string[] {
  const fields = fieldsOf(response, 'output');
  if (fields.length === 0) return [];
  const rows = fields.map(({ path, type, description, isRequired, isNullable }) => [
    code(path),
    `${type}${isNullable ? ' or null' : ''}${isRequired ? '' : ', may be absent'}`,
    description,
  ]);
  return [table(['response field', 'type', 'description'], rows)];
}
