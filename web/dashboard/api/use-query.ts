import { useEffect, useRef, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Answer, Query } from './query.ts';
import { ApiError, ask } from './request.ts';

interface LoadedAnswer {
  /** The answer before stays until the next one is there. */
  answer: Answer | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
}

/** Asks one query by itself, so that what a refusal says of it names its own fields. Asks nothing if undefined. */
export function useQuery(query: Query | undefined): LoadedAnswer {
  const { tenant } = useSession();
  const key = JSON.stringify([tenant, query]);
  const [state, setState] = useState<{ key: string; answer?: Answer; error?: ApiError }>({ key: '' });
  const latest = useRef<Answer | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    if (query) {
      ask<Answer>('/api/v1/query', { method: 'POST', body: query, tenant, signal: abort.signal }).then(
        (answer) => {
          latest.current = answer;
          setState({ key, answer });
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setState({ key, error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
        },
      );
    }
    return () => abort.abort();
  }, [key]);
  const isLoading = query !== undefined && state.key !== key;
  if (isLoading) return { answer: latest.current, error: undefined, isLoading };
  return { answer: state.answer, error: state.error, isLoading };
}
