import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import { ApiError, ask } from './request.ts';

/** An answer of the API, or why there is none. */
export interface Asked<Answer> {
  answer: Answer | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
  /** Asks again; the answer before stays until then. */
  reload(): void;
}

/** What GET `path` answers for the tenant; asks nothing while `path` is undefined. */
export function useAnswer<Answer>(path: string | undefined): Asked<Answer> {
  const { tenant } = useSession();
  const key = `${tenant} ${path}`;
  const [state, setState] = useState<{ key: string; answer?: Answer; error?: ApiError }>({ key: '' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    if (path) {
      ask<Answer>(path, { tenant, signal: abort.signal }).then(
        (answer) => setState({ key, answer }),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setState({ key, error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
        },
      );
    }
    return () => abort.abort();
  }, [key, round]);
  const own = state.key === key ? state : undefined;
  return {
    answer: own?.answer,
    error: own?.error,
    isLoading: path !== undefined && !own,
    reload: () => setRound((count) => count + 1),
  };
}
