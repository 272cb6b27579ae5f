import { useState } from 'preact/hooks';
import type { Answer } from '../api/query.ts';
import { useAnswer } from '../api/use-answer.ts';
import { COMMENTS } from '../messages/comments.ts';
import { useTexts } from '../messages/language.ts';
import { useView } from '../view/use-view.tsx';
import { Card } from './card.tsx';
import { CommentList, datesOf } from './comment-list.tsx';
import { Failed, Skeleton } from './states.tsx';

/** What GET /api/v1/evaluations answers. */
interface Evaluations {
  data: readonly {
    id: string;
    call_id: string;
    rating: number;
    comment: string | null;
    user_name: string | null;
    department_name: string | null;
    inserted_at: string;
  }[];
  meta: { next_cursor: string | null };
}

const RATINGS = ['5', '4', '3', '2', '1'] as const;
const OF_PAGE = '20';

/** Ratings of calls and conversations with their comments, newest first, of one rating if the address says so. */
export function EvaluationList({ of }: { of: Answer }) {
  const { view, go } = useView();
  const texts = useTexts(COMMENTS);
  const rating = RATINGS.find((each) => each === view.own.rating) ?? '';
  const asked = new URLSearchParams({
    ...datesOf(of.period),
    page_size: OF_PAGE,
    ...(rating && { rating }),
  }).toString();
  return (
    <Card
      title={texts.title}
      width="half"
      {...(view.filters.length > 0 && { note: texts.unfiltered })}
      actions={
        <select
          aria-label={texts.rating}
          value={rating}
          onChange={({ currentTarget: { value } }) =>
            go({ own: { ...view.own, rating: value } }, { replace: true })
          }
        >
          <option value="">{texts.allRatings}</option>
          {RATINGS.map((each) => (
            <option key={each} value={each}>
              {texts.stars(Number(each))}
            </option>
          ))}
        </select>
      }
    >
      <div class="comment-pages" key={asked}>
        <EvaluationPage asked={asked} zone={of.period.time_zone} isFirst />
      </div>
    </Card>
  );
}

/** One page of the list, and the next one below it once it is asked for. */
function EvaluationPage(props: { asked: string; zone: string; after?: string; isFirst?: boolean }) {
  const { asked, zone, after, isFirst } = props;
  const texts = useTexts(COMMENTS);
  const [hasMore, setHasMore] = useState(false);
  const path = `/api/v1/evaluations?${asked}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
  const { answer, error } = useAnswer<Evaluations>(path);
  if (error) return <Failed error={error} />;
  if (!answer) return <Skeleton height="16rem" />;
  if (isFirst && answer.data.length === 0) return <p class="soft">{texts.noneAtAll}</p>;
  const next = answer.meta.next_cursor;
  return (
    <>
      <CommentList
        zone={zone}
        said={answer.data.map((each) => ({
          ...each,
          interaction: each.call_id,
          at: each.inserted_at,
          about: [each.user_name, each.department_name],
        }))}
      />
      {next && !hasMore && (
        <button type="button" class="button" onClick={() => setHasMore(true)}>
          {texts.more}
        </button>
      )}
      {next && hasMore && <EvaluationPage asked={asked} zone={zone} after={next} />}
    </>
  );
}
