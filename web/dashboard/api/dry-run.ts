import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Query } from './query.ts';
import { ask } from './request.ts';

/** What a query would cost, as a dry run answers. */
export interface Planned {
  plan: 'rollups' | 'facts' | 'mixed';
  cost: { rows_read: number };
}

/** The reader may still be clicking. */
const WAIT_MS = 250;

/** What a query would read, without reading it. Undefined until it is known, and if the query is refused. */
export function useDryRun(query: Query | undefined): Planned | undefined {
  const { tenant } = useSession();
  const key = JSON.stringify([tenant, query]);
  const [state, setState] = useState<{ key: string; planned: Planned }>();
  useEffect(() => {
    const abort = new AbortController();
    const wait = setTimeout(() => {
      if (!query) return;
      const asked = { method: 'POST', body: query, tenant, signal: abort.signal } as const;
      ask<Planned>('/api/v1/query?dry_run=true', asked).then(
        (planned) => setState({ key, planned }),
        () => {},
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [key]);
  return state?.key === key ? state.planned : undefined;
}
