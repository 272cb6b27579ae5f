import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Answer, Query } from './query.ts';
import { ApiError, ask } from './request.ts';

/** A record behind a figure, as GET /api/v1/records lists it. */
export interface RecordBehind {
  type: string;
  id: string;
  at: string;
  interaction_id: string | null;
  numerator: number;
  denominator: number | null;
  interaction?: {
    kind: string;
    channel: string;
    direction: string;
    status: string;
    outcome: string;
    duration_seconds: number | null;
    wait_seconds: number | null;
    agent_name: string | null;
    queue_name: string | null;
  } | null;
}

interface RecordsPage {
  cell: {
    value: number | null;
    parts: { numerator: number; denominator: number | null };
    rank: number | null;
  };
  items: readonly RecordBehind[];
  after: string | null;
  changed: boolean;
}

interface Behind {
  answer: Answer;
  /** The link to the records; null if the metric has none. */
  link: string | null;
  /** Undefined without records, and while the first page is loading. */
  pages: readonly RecordsPage[];
}

interface LoadedRecords {
  behind: Behind | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
  reload(): void;
  /** Loads the next page. Absent if there is none. */
  more?: () => void;
}

const PAGE = 50;
/** A page may be empty although others follow it; so many are asked for at once. */
const MOST_EMPTY = 20;

/** The records behind the only metric of a query without dimensions, page by page. */
export function useRecords(query: Query | undefined): LoadedRecords {
  const { tenant } = useSession();
  const key = JSON.stringify([tenant, query]);
  const [state, setState] = useState<{ key: string; behind?: Behind; error?: ApiError }>({ key: '' });
  const [isMore, setIsMore] = useState(false);
  const [round, setRound] = useState(0);
  const fail = (error: unknown) =>
    setState({ key, error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
  useEffect(() => {
    const abort = new AbortController();
    if (query) {
      behindOf(query, tenant, abort.signal).then(
        (behind) => setState({ key, behind }),
        (error: unknown) => !abort.signal.aborted && fail(error),
      );
    }
    return () => abort.abort();
  }, [key, round]);
  const own = state.key === key ? state : undefined;
  const behind = own?.behind;
  const after = behind?.pages.at(-1)?.after;
  const more = async (link: string, from: string) => {
    setIsMore(true);
    const next = await pagesFrom(link, from, tenant).catch(fail);
    setIsMore(false);
    if (!next) return;
    setState((now) => {
      if (now.key !== key || !now.behind) return now;
      return { key, behind: { ...now.behind, pages: [...now.behind.pages, ...next] } };
    });
  };
  return {
    behind,
    error: own?.error,
    isLoading: query !== undefined && (!own || isMore),
    reload: () => setRound((count) => count + 1),
    ...(behind?.link && after && { more: () => void more(behind.link!, after) }),
  };
}

async function behindOf(query: Query, tenant: string, signal: AbortSignal): Promise<Behind> {
  const body = { ...query, include: ['records'] };
  const answer = await ask<Answer>('/api/v1/query', { method: 'POST', body, tenant, signal });
  const [row] = answer.rows as readonly { records?: Readonly<Record<string, string | null>> }[];
  const link = Object.values(row?.records ?? {})[0] ?? null;
  return { answer, link, pages: link === null ? [] : await pagesFrom(link, undefined, tenant, signal) };
}

/** The next page that has records, after the empty ones before it. */
async function pagesFrom(
  link: string,
  after: string | undefined,
  tenant: string,
  signal?: AbortSignal,
): Promise<RecordsPage[]> {
  const pages: RecordsPage[] = [];
  let from = after;
  do {
    const path = `${link}&limit=${PAGE}${from ? `&after=${from}` : ''}`;
    const page = await ask<RecordsPage>(path, { tenant, ...(signal && { signal }) });
    pages.push(page);
    from = page.items.length === 0 ? (page.after ?? undefined) : undefined;
  } while (from && pages.length < MOST_EMPTY);
  return pages;
}
