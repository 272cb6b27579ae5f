import { holds, type Scope } from './condition.ts';
import { convert } from './convert.ts';
import type { Expression } from './expression.ts';
import { parseTemplate, type TemplatePart } from './template.ts';
import { isInstant, RowError, textOf, type Value } from './value.ts';

const templates = new Map<string, TemplatePart[]>();

/**
 * Evaluates an expression for a row: its source, then `empty`, `as`, `lookup` and `default`. Timestamps without an
 * offset are local time of the expression's zone, or else of `zone`. Throws RowError with the path of the failing
 * expression and what it accepts.
 */
export function evaluate(expression: Expression, scope: Scope, zone: string, path: string): Value {
  const source = sourceOf(expression, scope, zone, path);
  const present = source !== undefined && source !== null && isEmpty(source, expression) ? undefined : source;
  const converted = present === undefined ? undefined : convertedOf(present, expression, zone, path);
  const looked = converted === undefined ? undefined : lookedUp(converted, expression, path);
  return looked === undefined ? expression.default : looked;
}

function isEmpty(source: Exclude<Value, undefined | null>, { empty = [] }: Expression): boolean {
  const text = textOf(source);
  return text === '' || empty.includes(text);
}

function sourceOf(expression: Expression, scope: Scope, zone: string, path: string): Value {
  if (expression.column !== undefined) return scope.column(expression.column);
  if (expression.value !== undefined) return scope.value(expression.value);
  if (expression.template !== undefined) return filled(expression.template, scope);
  if (expression.sum !== undefined) return added(expression.sum, scope, zone, path);
  for (const [index, candidate] of (expression.first ?? []).entries()) {
    const value = evaluate(candidate, scope, zone, `${path}.first.${index}`);
    if (value !== undefined) return value;
  }
  for (const [index, branch] of (expression.choose ?? []).entries()) {
    if (holds(branch.if, scope)) return evaluate(branch.use, scope, zone, `${path}.choose.${index}.use`);
  }
  return expression.const;
}

/** If a part of a template is absent, the whole is absent: a partial id would join unrelated records. */
function filled(template: string, scope: Scope): string | undefined {
  let parts = templates.get(template);
  if (parts === undefined) {
    parts = parseTemplate(template);
    templates.set(template, parts);
  }
  let text = '';
  for (const part of parts) {
    if ('text' in part) {
      text += part.text;
      continue;
    }
    const value = 'column' in part ? scope.column(part.column) : scope.value(part.value);
    if (value === undefined || value === null) return undefined;
    text += textOf(value);
  }
  return text;
}

function added(terms: Expression[], scope: Scope, zone: string, path: string): Value {
  let total = 0;
  let instants = 0;
  for (const [index, term] of terms.entries()) {
    const at = `${path}.sum.${index}`;
    const value = evaluate(term, scope, zone, at);
    if (value === undefined) return undefined;
    if (isInstant(value)) {
      instants += 1;
      total += value.epochSeconds;
    } else if (typeof value === 'number') {
      total += value;
    } else {
      throw new RowError(
        at,
        `"${textOf(value)}" cannot be added; a sum takes numbers, durations and at most one instant.`,
      );
    }
  }
  if (instants > 1) throw new RowError(path, 'Two instants cannot be added; a sum takes at most one.');
  return instants === 1 ? { epochSeconds: Math.floor(total) } : total;
}

function convertedOf(
  value: Exclude<Value, undefined>,
  expression: Expression,
  zone: string,
  path: string,
): Value {
  if (expression.as === undefined || value === null || (expression.as === 'instant' && isInstant(value)))
    return value;
  try {
    return convert(textOf(value), expression, expression.zone ?? zone);
  } catch (error) {
    throw new RowError(
      path,
      `${subjectOf(expression)}${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function lookedUp(value: Exclude<Value, undefined>, expression: Expression, path: string): Value {
  const { lookup, unknown = 'reject' } = expression;
  if (lookup === undefined) return value;
  const text = textOf(value);
  if (Object.hasOwn(lookup, text)) return lookup[text];
  if (unknown === 'keep') return value;
  if (unknown === 'absent' || expression.default !== undefined) return undefined;
  throw new RowError(
    path,
    `${subjectOf(expression)}"${text}" is not in the lookup; accepted: ${Object.keys(lookup).join(', ')}.`,
  );
}

const subjectOf = ({ column }: Expression) => (column === undefined ? '' : `Column ${column}: `);
