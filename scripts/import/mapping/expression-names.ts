/** A node of a parsed expression. The types of JSONata do not know all of them. */
export interface AstNode {
  type: string;
  value?: unknown;
  steps?: AstNode[];
  stages?: unknown;
  [part: string]: unknown;
}

/** What an expression refers to. */
export interface Names {
  /** Variables that it uses and does not bind itself, functions included. */
  variables: string[];
  /** Names that are looked up in a row: `["customer", "number"]` for `customer.number`. */
  paths: string[][];
}

/** `group` is an object of which the rows are a property; what `other` things contain cannot be known. */
type Context = 'row' | 'group' | 'other';

/** Parts of a node that see what the node says, not the row. */
const WITHIN_A_VALUE = ['predicate', 'group'];

/** The variables and the names of columns in a parsed JSONata expression. */
export function namesIn(ast: AstNode, isGroup: boolean): Names {
  const walk = new Walk();
  walk.visit(ast, isGroup ? 'group' : 'row');
  return {
    variables: [...walk.used].filter((name) => !walk.bound.has(name)),
    paths: [...walk.paths].map((path) => JSON.parse(path) as string[]),
  };
}

class Walk {
  readonly used = new Set<string>();
  readonly bound = new Set<string>();
  readonly paths = new Set<string>();

  visit(node: unknown, context: Context): void {
    if (Array.isArray(node)) {
      for (const each of node) this.visit(each, context);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, value, steps, ...rest } = node as AstNode;
    if (type === 'path') this.#path(steps ?? [], context);
    else if (type === 'variable' && typeof value === 'string') this.used.add(value);
    else if (type === 'bind' || type === 'lambda') this.#binds(node as Record<string, unknown>);
    for (const [name, child] of Object.entries(rest)) {
      if (name !== 'position')
        this.visit(child, WITHIN_A_VALUE.includes(name) || type === 'path' ? 'other' : context);
    }
  }

  #binds(node: Record<string, unknown>): void {
    const names = node.type === 'bind' ? [node.lhs] : (node.arguments as unknown[]);
    for (const name of names) {
      const { value } = Object(name) as { value?: unknown };
      if (typeof value === 'string') this.bound.add(value);
    }
  }

  #path(steps: AstNode[], start: Context): void {
    let context = start;
    const found: string[] = [];
    for (const step of steps) {
      const { type, value, stages } = step;
      const isRoot = type === 'variable' && (value === '' || value === '$');
      if (type === 'name' && (context === 'row' || found.length > 0)) found.push(String(value));
      else {
        this.#add(found);
        if (!isRoot) this.visit({ ...step, stages: undefined }, context);
      }
      if (type === 'name' && context === 'group' && value === 'rows') context = 'row';
      else if (type !== 'sort' && !isRoot) context = 'other';
      if (stages !== undefined) {
        this.visit(stages, context);
        this.#add(found);
      }
    }
    this.#add(found);
  }

  #add(found: string[]): void {
    if (found.length > 0) this.paths.add(JSON.stringify(found));
    found.length = 0;
  }
}
