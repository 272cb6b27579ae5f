import type { Stamp } from './define.ts';
import { present } from './present.ts';
import type { Dimension, DimensionRecord, DimensionType } from './types.ts';

type Fields = { [Name in keyof Dimension]: Dimension[Name] | null | undefined };

/** A dimension record with its fields in a fixed order, the same for all dimensions. */
export function keepDimension(
  type: DimensionType,
  id: string,
  stamp: Stamp,
  fields: Fields,
): DimensionRecord {
  const body = present<Dimension>({
    name: fields.name,
    active: fields.active,
    kind: fields.kind,
    team_id: fields.team_id,
    department_id: fields.department_id,
    address: fields.address,
    title: fields.title,
    slug: fields.slug,
    status: fields.status,
  });
  return { type, id, ...stamp(id, body), body };
}
