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
