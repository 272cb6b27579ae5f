import { type Operation, operationFor, operationsOf, type Route } from '../operation.ts';
import { capital, type Described, describeOperation, type Schemas } from './describe-operation.ts';
import type { Parameter } from './parameters.ts';
import { headersOf, problemResponses } from './problems.ts';
import type { JsonObject } from './schemas.ts';

const NOT_MODIFIED = 304;

const DONE: Readonly<Record<number, string>> = {
  201: 'Created.',
  202: 'Begun; it goes on by itself.',
  204: 'Done; there is nothing to tell.',
  302: 'The response is at `Location`.',
  303: 'The response is at `Location`.',
  [NOT_MODIFIED]: 'Nothing has changed: the answer with this ETag still holds.',
};

/** The operation object of a route; operations that share the path are merged into one. */
export function operationObject(route: Route, schemas: Schemas): JsonObject {
  const operations = operationsOf(route);
  const described = operations.map((operation) => describeOperation(operation, schemas));
  const [first] = described;
  if (!first) throw new Error(`${route.method} ${route.path} has no operation.`);
  const bodies = described.flatMap(({ requestBody }) => (requestBody ? [requestBody] : []));
  if (bodies.length > 1) throw new Error(`${route.path}: operations that share a path take no body.`);
  return {
    operationId: described.map(({ id }, index) => (index > 0 ? capital(id) : id)).join('Or'),
    tags: [...new Set(described.map(({ tag }) => tag))],
    summary: described.map(({ summary }) => summary.replace(/\.$/, '')).join('; or: '),
    description: described.length > 1 ? sharedDescription(route, operations, described) : first.access,
    security: unique(described.flatMap(({ security }) => security)),
    parameters: merged(
      described.flatMap(({ parameters }) => parameters),
      operations.length,
    ),
    ...(bodies[0] && { requestBody: bodies[0] }),
    responses: {
      ...successes(described),
      ...problemResponses([...new Set(described.flatMap(({ problems }) => problems))].sort((a, b) => a - b)),
    },
  };
}

function successes(described: readonly Described[]): JsonObject {
  const statuses = [...new Set(described.flatMap((each) => each.statuses))];
  return Object.fromEntries(statuses.map((status) => [status, success(status, described)]));
}

function success(status: number, described: readonly Described[]): JsonObject {
  const contents = described.flatMap(({ statuses, answer }) =>
    answer && statuses.includes(status) && status !== NOT_MODIFIED ? Object.entries(answer) : [],
  );
  const byType = Map.groupBy(contents, ([type]) => type);
  return {
    description: DONE[status] ?? 'Done.',
    headers: headersOf(status, {
      hasCredential: described.some(({ security }) => security.length > 0),
      isConditional: described.some(({ isConditional }) => isConditional),
      isCounted: described.some(({ isCounted }) => isCounted),
    }),
    ...(byType.size > 0 && {
      content: Object.fromEntries(
        [...byType].map(([type, each]) => [type, oneOf(each.map(([, content]) => content))]),
      ),
    }),
  };
}

/** The media type object for several schemas of one content type. */
function oneOf(contents: readonly JsonObject[]): JsonObject {
  const [first = {}] = contents;
  if (contents.length < 2) return first;
  return { schema: { oneOf: contents.map(({ schema }) => schema) } };
}

/** Describes which parameters select which operation, determined by calling the route itself. */
function sharedDescription(
  route: Route,
  operations: readonly Operation[],
  described: readonly Described[],
): string {
  const told = described.map(({ id, summary, access }, index) => {
    const names = Object.keys(operations[index]?.query?.shape ?? {});
    const selecting = names.filter((name) => selects(route, name, id)).map((name) => `\`${name}\``);
    return `- **${id}**: ${summary} Selected by any of ${selecting.join(', ')}. ${access}`;
  });
  const chosen = (['session', 'key'] as const).map(
    (credentialKind) => operationFor(route, { queryNames: new Set(), credentialKind }).id,
  );
  return [
    'Several operations answer here; parameters of one and another must not be mixed.',
    told.join('\n'),
    `With none of these parameters a session gets ${chosen[0]}, an API key ${chosen[1]}.`,
  ].join('\n\n');
}

function selects(route: Route, name: string, id: string): boolean {
  return (['session', 'key'] as const).every((credentialKind) => {
    try {
      return operationFor(route, { queryNames: new Set([name]), credentialKind }).id === id;
    } catch {
      return false;
    }
  });
}

/**
 * Merges parameters by name. One that not all operations accept is optional, and its default is only described: a
 * client that sends declared defaults would select an operation by it.
 */
function merged(parameters: readonly Parameter[], operations: number): Parameter[] {
  const byName = new Map<string, Parameter[]>();
  for (const parameter of parameters) {
    const key = `${parameter.in} ${parameter.name}`;
    byName.set(key, [...(byName.get(key) ?? []), parameter]);
  }
  return [...byName.values()].map((group) => {
    const [first] = group;
    if (!first) throw new Error('A group of parameters is never empty.');
    const isCommon = group.length === operations;
    const shown = isCommon ? group : group.map(withDefaultTold);
    const descriptions = unique(shown.flatMap(({ description }) => description ?? []));
    const schemas = unique(shown.map(({ schema }) => schema));
    return {
      ...first,
      required: isCommon && group.every(({ required }) => required),
      ...(descriptions.length > 0 && { description: descriptions.join(' Or: ') }),
      schema: schemas.length > 1 ? { anyOf: schemas } : (schemas[0] ?? {}),
    };
  });
}

function withDefaultTold(parameter: Parameter): Parameter {
  const { default: byDefault, ...schema } = parameter.schema;
  if (byDefault === undefined) return parameter;
  const told = `${JSON.stringify(byDefault)} by default.`;
  return { ...parameter, description: [parameter.description ?? '', told].join(' ').trim(), schema };
}

/** Removes duplicates, compared as JSON. */
function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
