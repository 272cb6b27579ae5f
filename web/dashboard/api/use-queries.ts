import { useEffect, useRef, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Answers, Queries } from './query.ts';
import { ApiError, ask } from './request.ts';

/** What a page knows of its figures. Earlier answers stay until the next ones are there, so that nothing jumps. */
export interface Loaded<Asked extends Queries> {
  answers: Answers<Asked> | undefined;
  error: ApiError | undefined;
  isLoading: boolean;
  /** Asks again, such as after new data. */
  reload(): void;
}

const remembered = new Map<string, Answers>();
const MOST_REMEMBERED = 40;

function remember(key: string, answers: Answers): void {
  remembered.delete(key);
  remembered.set(key, answers);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

/** Asks all queries of a page in one request, and again if they change. At most 10; none if there are none. */
export function useQueries<const Asked extends Queries>(queries: Asked): Loaded<Asked> {
  const { tenant } = useSession();
  const key = JSON.stringify([tenant, queries]);
  const [state, setState] = useState<{ key: string; answers?: Answers; error?: ApiError }>({ key: '' });
  const [round, setRound] = useState(0);
  const latest = useRef<Answers | undefined>(undefined);
  useEffect(() => {
    if (Object.keys(queries).length === 0) return;
    const abort = new AbortController();
    ask<{ results: Answers }>('/api/v1/query', {
      method: 'POST',
      body: { queries },
      tenant,
      signal: abort.signal,
    })
      .then(({ results }) => {
        remember(key, results);
        setState({ key, answers: results });
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        setState({ key, error: error instanceof ApiError ? error : new ApiError(0, String(error)) });
      });
    return () => abort.abort();
  }, [key, round]);
  const own = state.key === key ? state : undefined;
  const answers = own?.answers ?? (own?.error ? undefined : (remembered.get(key) ?? latest.current));
  latest.current = answers;
  return {
    answers: answers as Answers<Asked> | undefined,
    error: own?.error,
    isLoading: !own,
    reload: () => setRound((count) => count + 1),
  };
}
