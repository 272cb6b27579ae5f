import type { TenantStore } from '../../../db/tenant-store.ts';
import {
  type DimensionNames,
  dimensionNamesIn,
  dimensionNamesStatement,
  nameOf,
} from '../../../query/dimension-names.ts';

const TYPES = ['agent', 'department', 'team'] as const;
type NamedType = (typeof TYPES)[number];

/** The current name of a member, or its id if it has none; null if the interaction has no such member. */
export type NameOfMember = (type: NamedType, id: string | undefined) => string | null;

/** Reads all names once, on first use. */
export function currentNames(store: TenantStore): () => Promise<NameOfMember> {
  let directories: ReadonlyMap<NamedType, DimensionNames> | undefined;
  return async () => {
    directories ??= await readDirectories(store);
    const known = directories;
    return (type, id) => (id === undefined ? null : nameOf(known.get(type) ?? new Map(), id));
  };
}

async function readDirectories(store: TenantStore): Promise<ReadonlyMap<NamedType, DimensionNames>> {
  const parts = await store.batch(TYPES.map(dimensionNamesStatement));
  return new Map(TYPES.map((type, index) => [type, dimensionNamesIn(parts[index] ?? [])]));
}
