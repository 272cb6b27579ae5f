/** A request and its answer, by the id of the operation. test/contract/examples.test.ts writes them. */
export type Examples = Readonly<Record<string, Example>>;

interface Example {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  status: number;
  answer: unknown;
}

interface Parameter {
  name: string;
  in: string;
  example?: string;
}

interface Content {
  'application/json'?: { example?: unknown; examples?: Record<string, { value: unknown }> };
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content?: Content };
  responses?: Record<string, { content?: Content }>;
}

/** Adds examples to an OpenAPI description. Operations that share a path share its examples. */
export function withExamples(spec: Record<string, unknown>, examples: Examples): Record<string, unknown> {
  const paths = spec.paths as Record<string, Record<string, Operation>>;
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const [id, example] of examplesOf(operation, examples)) add(operation, id, example);
  }
  return spec;
}

/** The id of operations that share a path names all of them: `callsOverviewOrConversationsOverview`. */
function examplesOf({ operationId }: Operation, examples: Examples): [id: string, example: Example][] {
  return operationId.split(/Or(?=[A-Z])/).flatMap((part) => {
    const id = part.charAt(0).toLowerCase() + part.slice(1);
    const example = examples[id];
    return example ? [[id, example]] : [];
  });
}

function add(operation: Operation, id: string, { params, query, body, status, answer }: Example): void {
  const shares = operation.operationId !== id;
  for (const parameter of operation.parameters ?? []) {
    const value = { path: params, query }[parameter.in]?.[parameter.name];
    // Tried out as they are shown, parameters of two operations would be refused.
    if (value !== undefined && !shares) parameter.example = value;
  }
  show(operation.requestBody?.content, id, body, shares);
  show(operation.responses?.[status]?.content, id, answer, shares);
}

function show(content: Content | undefined, id: string, value: unknown, shares: boolean): void {
  const json = content?.['application/json'];
  if (!json || value === undefined) return;
  if (shares) json.examples = { ...json.examples, [id]: { value } };
  else json.example = value;
}
