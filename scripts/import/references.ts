import type { Condition, Expression } from './expression.ts';
import { type Mapping, MappingError } from './mapping.ts';
import { parseTemplate } from './template.ts';

/** Something that a mapping refers to: a column of the file, or one of its own values. */
interface Reference {
  kind: 'column' | 'value';
  name: string;
  path: string;
}

function* ofCondition(condition: Condition, path: string): Generator<Reference> {
  if (condition.column !== undefined)
    yield { kind: 'column', name: condition.column, path: `${path}.column` };
  if (condition.value !== undefined) yield { kind: 'value', name: condition.value, path: `${path}.value` };
  for (const list of ['all', 'any'] as const) {
    for (const [index, inner] of (condition[list] ?? []).entries())
      yield* ofCondition(inner, `${path}.${list}.${index}`);
  }
  if (condition.not !== undefined) yield* ofCondition(condition.not, `${path}.not`);
}

function* ofExpression(expression: Expression, path: string): Generator<Reference> {
  if (expression.column !== undefined)
    yield { kind: 'column', name: expression.column, path: `${path}.column` };
  if (expression.value !== undefined) yield { kind: 'value', name: expression.value, path: `${path}.value` };
  for (const part of expression.template === undefined ? [] : parseTemplate(expression.template)) {
    if ('column' in part) yield { kind: 'column', name: part.column, path: `${path}.template` };
    if ('value' in part) yield { kind: 'value', name: part.value, path: `${path}.template` };
  }
  for (const list of ['first', 'sum'] as const) {
    for (const [index, inner] of (expression[list] ?? []).entries())
      yield* ofExpression(inner, `${path}.${list}.${index}`);
  }
  for (const [index, branch] of (expression.choose ?? []).entries()) {
    yield* ofCondition(branch.if, `${path}.choose.${index}.if`);
    yield* ofExpression(branch.use, `${path}.choose.${index}.use`);
  }
}

function* ofRecords(mapping: Mapping): Generator<Reference> {
  for (const [index, rule] of mapping.skip.entries()) yield* ofCondition(rule.if, `skip.${index}.if`);
  for (const [index, record] of mapping.records.entries()) {
    const path = `records.${index}`;
    if (record.id !== undefined) yield* ofExpression(record.id, `${path}.id`);
    if (record.when !== undefined) yield* ofCondition(record.when, `${path}.when`);
    for (const [field, expression] of Object.entries(record.fields))
      yield* ofExpression(expression, `${path}.fields.${field}`);
  }
}

/**
 * Checks that everything a mapping refers to exists: columns in the file's header, and values above their use, which
 * excludes cycles. Throws MappingError that names each path.
 */
export function checkReferences(mapping: Mapping, columns: readonly string[]): void {
  const problems: string[] = [];
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
  if (twice.length > 0)
    problems.push(
      `(file): The header has ${twice.join(', ')} more than once. Name the columns in file.columns.`,
    );
  const declared = new Set<string>();
  const check = ({ kind, name, path }: Reference) => {
    if (kind === 'column' && !columns.includes(name)) {
      problems.push(`${path}: The file has no column "${name}"; it has ${columns.join(', ')}.`);
    }
    if (kind === 'value' && !declared.has(name)) {
      problems.push(
        `${path}: No value "${name}" ${path.startsWith('values.') ? 'above' : 'in the mapping'}.`,
      );
    }
  };
  for (const [name, expression] of Object.entries(mapping.values)) {
    for (const reference of ofExpression(expression, `values.${name}`)) check(reference);
    declared.add(name);
  }
  for (const reference of ofRecords(mapping)) check(reference);
  if (problems.length > 0) throw new MappingError(problems);
}
