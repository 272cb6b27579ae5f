import type { Attributes } from '../records/attributes.ts';

const PREFIX = 'attributes.';

/** A dimension whose members are the values of an attribute, as text; a tenant declares it. */
export type AttributeDimension = `${typeof PREFIX}${string}`;

/** The dimension of an attribute. */
export function attributeDimension(key: string): AttributeDimension {
  return `${PREFIX}${key}`;
}

/** Whether a dimension is of an attribute, declared or not. */
export function isAttributeDimension(name: string): name is AttributeDimension {
  return name.startsWith(PREFIX);
}

/** The key of the attribute that a dimension is of. */
export function keyOfDimension(name: AttributeDimension): string {
  return name.slice(PREFIX.length);
}

/** The member that attributes have: the value as text, such as `gold`, `42` or `true`; undefined without one. */
export function memberOfAttribute(
  name: AttributeDimension,
  attributes: Attributes | undefined,
): string | undefined {
  const key = keyOfDimension(name);
  return attributes && Object.hasOwn(attributes, key) ? String(attributes[key]) : undefined;
}
