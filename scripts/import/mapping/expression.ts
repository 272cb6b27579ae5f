import jsonata from 'jsonata';
import { type AstNode, type Names, namesIn } from './expression-names.ts';

/** A mapping may come from a tenant: an expression must end, whatever it says. */
const GUARDS = { timeout: 10_000, stack: 200, sequence: 100_000 };
const TIMED_OUT = 'D1012';

/** An expression that did not end. It says nothing about the row: the mapping must be mended. */
export class EndlessExpression extends Error {}

/** A function that expressions can call; absent arguments are undefined. */
export type ExpressionFunction = (...given: unknown[]) => unknown;

/** A compiled JSONata expression. */
export interface Expression extends Names {
  /** What it says whatever the row is, such as `'call'`; undefined if it depends on the row. */
  constant: unknown;
  /** Its value, undefined if absent. Throws an Error that says what is wrong. */
  evaluate(input: unknown, bindings: Record<string, unknown>): Promise<unknown>;
}

/**
 * Compiles an expression. In an expression over groups the rows are in `rows` (`isGroup`). Throws an Error with the
 * position of a syntax error.
 */
export function compileExpression(
  source: string,
  functions: Record<string, ExpressionFunction>,
  isGroup = false,
  guards: jsonata.JsonataOptions = GUARDS,
): Expression {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(source, guards);
  } catch (error) {
    throw new Error(`${describe(error)}, in ${source}`);
  }
  for (const [name, call] of Object.entries(functions)) compiled.registerFunction(name, call);
  const ast = compiled.ast() as unknown as AstNode;
  const names = namesIn(ast, isGroup);
  const column = loneName(ast);
  const variable =
    isBare(ast) && ast.type === 'variable' && /\w/.test(String(ast.value)) ? String(ast.value) : undefined;
  return {
    ...names,
    constant: isBare(ast) && ['string', 'number', 'value'].includes(ast.type) ? ast.value : undefined,
    async evaluate(input, bindings) {
      // Half of all expressions are a name and no more: JSONata takes ten times as long for the same answer.
      if (variable !== undefined) return bindings[variable];
      if (column !== undefined && isPlainObject(input)) {
        const cell = Object.hasOwn(input, column) ? input[column] : undefined;
        if (typeof cell !== 'object') return cell;
      }
      try {
        const value = (await compiled.evaluate(input, bindings)) as unknown;
        // JSONata marks its own lists, and reads a marked one differently when another expression uses it.
        return Array.isArray(value) ? Array.from(value as unknown[]) : value;
      } catch (error) {
        if (Object(error).code === TIMED_OUT) throw new EndlessExpression(describe(error));
        throw new Error(describe(error));
      }
    },
  };
}

/** Whether JSONata itself binds a variable, as it does `$sum`. */
export async function isBuiltIn(name: string): Promise<boolean> {
  return (await jsonata(`$type($${name})`).evaluate({})) !== undefined;
}

/** Whether a node is no more than a value or a name, without a condition or an index after it. */
function isBare(node: AstNode): boolean {
  return Object.keys(node).every((part) => ['type', 'value', 'position'].includes(part));
}

function loneName({ type, steps, ...rest }: AstNode): string | undefined {
  const [step, ...more] = steps ?? [];
  const isPlain = type === 'path' && more.length === 0 && Object.keys(rest).length === 0;
  return isPlain && step?.type === 'name' && isBare(step) ? String(step.value) : undefined;
}

function isPlainObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** JSONata throws plain objects; functions throw errors. */
function describe(error: unknown): string {
  const { message, position, code } = Object(error) as {
    message?: unknown;
    position?: unknown;
    code?: unknown;
  };
  if (typeof message !== 'string') return String(error);
  return typeof code === 'string' ? `${message} (${code}, at character ${String(position)})` : message;
}
