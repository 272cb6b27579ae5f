import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import { ask } from './request.ts';

export interface Member {
  id: string;
  name: string;
  active: boolean;
}

/** The first members of a dimension whose id or name contains `search`. Undefined while they are being loaded. */
export function useMembers(dimension: string | undefined, search: string): readonly Member[] | undefined {
  const { tenant } = useSession();
  const [found, setFound] = useState<readonly Member[]>();
  useEffect(() => {
    setFound(undefined);
    if (!dimension) return;
    const abort = new AbortController();
    const asked = new URLSearchParams({ limit: '50', ...(search && { search }) });
    const wait = setTimeout(
      () => {
        ask<{ members: Member[] }>(`/api/v1/dimensions/${dimension}/members?${asked}`, {
          tenant,
          signal: abort.signal,
        }).then(
          ({ members }) => setFound(members),
          () => {},
        );
      },
      search ? 200 : 0,
    );
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [dimension, search, tenant]);
  return found;
}

/** The name of one member, undefined until it is known or if nobody has that id. */
export function useMemberName(dimension: string, id: string): string | undefined {
  return useMembers(dimension, id)?.find((member) => member.id === id)?.name;
}

const knownNames = new Map<string, string>();

/** The names of members by their ids, as far as they are loaded. */
export function useMemberNames(
  dimension: string,
  ids: readonly (string | null)[],
): ReadonlyMap<string, string> {
  const { tenant } = useSession();
  const [, setRound] = useState(0);
  const keyOf = (id: string) => JSON.stringify([tenant, dimension, id]);
  const wanted = ids.filter((id) => id !== null);
  useEffect(() => {
    const abort = new AbortController();
    const load = async (id: string) => {
      const asked = new URLSearchParams({ search: id, limit: '500' });
      const path = `/api/v1/dimensions/${dimension}/members?${asked}`;
      const { members } = await ask<{ members: Member[] }>(path, { tenant, signal: abort.signal });
      const found = members.find((member) => member.id === id);
      knownNames.set(keyOf(id), found?.name ?? id);
    };
    const missing = wanted.filter((id) => !knownNames.has(keyOf(id)));
    // An id whose name cannot be loaded is shown as it is.
    if (missing.length > 0) void Promise.allSettled(missing.map(load)).then(() => setRound(Math.random));
    return () => abort.abort();
  }, [tenant, dimension, wanted.join(' ')]);
  return new Map(
    wanted.flatMap((id) => {
      const name = knownNames.get(keyOf(id));
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}
