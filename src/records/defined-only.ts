/**
 * The fields that have a value, in the given order. The type requires all fields, so that a new one cannot be
 * forgotten. The order is fixed, so that equal records have equal JSON.
 */
export function definedOnly<Kept extends object>(
  fields: {
    [Name in keyof Required<Kept>]: Kept[Name] | null | undefined;
  },
): Kept {
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept as Kept;
}

/** Like `definedOnly`, but undefined if no field has a value. */
export function definedOrAbsent<Kept extends object>(
  fields: Parameters<typeof definedOnly<Kept>>[0] | null | undefined,
): Kept | undefined {
  if (fields === null || fields === undefined) return undefined;
  const kept = definedOnly<Kept>(fields);
  return Object.keys(kept).length > 0 ? kept : undefined;
}
