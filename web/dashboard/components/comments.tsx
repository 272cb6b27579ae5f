import '../styles/comments.css';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../api/query.ts';
import { type ApiError, ask } from '../api/request.ts';
import { showInstant } from '../format/time.ts';
import { COMMENTS } from '../messages/comments.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';
import { Card } from './card.tsx';
import { Stars } from './stars.tsx';
import { Failed, Skeleton } from './states.tsx';

interface Response {
  id: string;
  conversation_id: string;
  rating: number;
  comment: string | null;
  channel: string;
  responded_at: string;
  assignee_name: string | null;
}

const MOST = 50;

/** The newest ratings of conversations in the period of an answer, with what customers wrote. */
export function Comments({ of, agent, team }: { of: Answer; agent?: string; team?: string }) {
  const { tenant } = useSession();
  const texts = useTexts(COMMENTS);
  const locale = useLocale();
  const { from, to, time_zone } = of.period;
  const asked = new URLSearchParams({
    date_from: from,
    date_to: lastSecond(to),
    limit: String(MOST),
    ...(agent && { agent_id: agent }),
    ...(team && { team_id: team }),
  });
  const path = `/api/v2/analytics/conversations/csat/responses?${asked}`;
  const [state, setState] = useState<{ items?: readonly Response[]; error?: ApiError }>({});
  useEffect(() => {
    const abort = new AbortController();
    ask<{ items: Response[] }>(path, { tenant, signal: abort.signal }).then(
      ({ items }) => setState({ items }),
      (error) => abort.signal.aborted || setState({ error }),
    );
    return () => abort.abort();
  }, [path, tenant]);
  return (
    <Card title={texts.title} note={texts.note(MOST)} width="half">
      {state.error && <Failed error={state.error} />}
      {!state.error && !state.items && <Skeleton height="8rem" />}
      {state.items?.length === 0 && <p class="soft">{texts.none}</p>}
      <ul class="comments">
        {state.items?.map((each) => (
          <li key={each.id}>
            <p class="small soft row">
              <Stars rating={each.rating} />
              <a href={`/records/${encodeURIComponent(each.conversation_id)}`}>
                {showInstant(each.responded_at, time_zone, locale)}
              </a>
              <span>{each.channel}</span>
              {!agent && <span>{each.assignee_name}</span>}
            </p>
            <p class={each.comment ? '' : 'soft'}>{each.comment ?? texts.noComment}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The last second of a half-open range, because the list includes its end. */
function lastSecond(to: string): string {
  return new Date(Date.parse(to) - 1_000).toISOString();
}
