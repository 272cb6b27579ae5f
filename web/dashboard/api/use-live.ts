import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Queries, Row } from './query.ts';
import { ask } from './request.ts';

/** The rows of live queries as they are now, by the names of the queries. */
export interface Live {
  rows: Readonly<Record<string, readonly Row[]>>;
  /** ISO instant of the latest figures. */
  asOf: string | undefined;
  isConnected: boolean;
}

const EVERY_SECONDS = 5;
/** The shortest and the longest time until the next attempt, in milliseconds. */
const RETRY = { least: 1_000, most: 30_000 };

/**
 * Follows queries by a stream of server-sent events as long as the page is visible. A lost stream is opened again, later
 * and later, at a random moment, so that not all browsers come back at once.
 */
export function useLive(queries: Queries): Live {
  const { tenant } = useSession();
  const [live, setLive] = useState<Live>({ rows: {}, asOf: undefined, isConnected: false });
  const key = JSON.stringify([tenant, queries]);
  useEffect(() => {
    let stream: EventSource | undefined;
    let wait: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    let failures = 0;
    const later = (milliseconds?: number) => {
      stream?.close();
      setLive((before) => ({ ...before, isConnected: false }));
      if (!isWanted) return;
      const most = Math.min(RETRY.most, RETRY.least * 2 ** failures++);
      wait = setTimeout(open, milliseconds ?? most * (0.5 + Math.random() / 2));
    };
    const open = async () => {
      if (document.hidden) return;
      try {
        const { url } = await ask<{ url: string }>('/api/v1/live', {
          method: 'POST',
          body: { queries, every: EVERY_SECONDS },
          tenant,
        });
        if (!isWanted || document.hidden) return;
        const { pathname, search } = new URL(url, location.origin);
        stream = new EventSource(pathname + search);
      } catch {
        later();
        return;
      }
      stream.addEventListener('figures', (event) => {
        failures = 0;
        const { name, rows, as_of } = JSON.parse(event.data) as { name: string; rows: Row[]; as_of: string };
        setLive((before) => ({ rows: { ...before.rows, [name]: rows }, asOf: as_of, isConnected: true }));
      });
      // A ticket works once, so the browser's own reconnecting cannot succeed.
      stream.addEventListener('error', () => later());
      stream.addEventListener('end', (event) => {
        later((JSON.parse(event.data) as { retry?: number }).retry);
      });
    };
    const visibility = () => {
      clearTimeout(wait);
      if (document.hidden) stream?.close();
      else void open();
    };
    void open();
    document.addEventListener('visibilitychange', visibility);
    return () => {
      isWanted = false;
      clearTimeout(wait);
      stream?.close();
      document.removeEventListener('visibilitychange', visibility);
    };
  }, [key]);
  return live;
}
