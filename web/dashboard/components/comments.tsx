import type { Answer } from '../api/query.ts';
import { useAnswer } from '../api/use-answer.ts';
import { COMMENTS } from '../messages/comments.ts';
import { useTexts } from '../messages/language.ts';
import { Card } from './card.tsx';
import { CommentList, datesOf } from './comment-list.tsx';
import { useMemberLabel } from './member-label.ts';
import { Failed, Skeleton } from './states.tsx';

/** What GET /api/v2/analytics/conversations/csat/responses answers. */
interface Responses {
  items: readonly {
    id: string;
    conversation_id: string;
    rating: number;
    comment: string | null;
    channel: string;
    responded_at: string;
  }[];
}

const MOST = 50;

/** The newest ratings of conversations of an agent, in the period of an answer. */
export function Comments({ of, agent }: { of: Answer; agent: string }) {
  const texts = useTexts(COMMENTS);
  const labelOf = useMemberLabel();
  const asked = new URLSearchParams({ ...datesOf(of.period), agent_id: agent, limit: String(MOST) });
  const { answer, error } = useAnswer<Responses>(`/api/v2/analytics/conversations/csat/responses?${asked}`);
  return (
    <Card title={texts.title} note={texts.note(MOST)} width="half">
      {error && <Failed error={error} />}
      {!error && !answer && <Skeleton height="8rem" />}
      {answer?.items.length === 0 && <p class="soft">{texts.none}</p>}
      {answer && (
        <CommentList
          zone={of.period.time_zone}
          said={answer.items.map((each) => ({
            ...each,
            interaction: each.conversation_id,
            at: each.responded_at,
            about: [labelOf({ channel: each.channel }, 'channel')],
          }))}
        />
      )}
    </Card>
  );
}
