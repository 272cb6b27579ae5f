import '../styles/comments.css';
import { showInstant } from '../format/time.ts';
import { COMMENTS } from '../messages/comments.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useView } from '../view/use-view.tsx';

const BEST = 5;

/** A rating from 1 to 5 as stars, said as a number to those who do not see them. */
export function Stars({ rating }: { rating: number }) {
  const texts = useTexts(COMMENTS);
  return (
    <span class={`stars ${rating <= 2 ? 'is-low' : ''}`} role="img" aria-label={texts.stars(rating)}>
      {'★'.repeat(rating)}
      <span class="soft">{'☆'.repeat(BEST - rating)}</span>
    </span>
  );
}

/** A rating with what the customer wrote. */
export interface Said {
  id: string;
  /** The call or conversation that was rated. */
  interaction: string;
  rating: number;
  comment: string | null;
  /** An instant in ISO 8601. */
  at: string;
  /** Who was rated, and where, as far as the list says it. */
  about: readonly (string | null | undefined)[];
}

/** Ratings with their comments; the time of each leads to its interaction. */
export function CommentList({ said, zone }: { said: readonly Said[]; zone: string }) {
  const { link } = useView();
  const texts = useTexts(COMMENTS);
  const locale = useLocale();
  return (
    <ul class="comments">
      {said.map(({ id, interaction, rating, comment, at, about }) => (
        <li key={id}>
          <p class="small soft row">
            <Stars rating={rating} />
            <a href={link({ path: ['records', interaction], own: {} })}>{showInstant(at, zone, locale)}</a>
            <span>{about.filter(Boolean).join(' · ')}</span>
          </p>
          <p class={comment ? '' : 'soft small'}>{comment ?? texts.noComment}</p>
        </li>
      ))}
    </ul>
  );
}

/** The dates of an answer's period as parameters of lists, which include their end. */
export function datesOf({ from, to }: { from: string; to: string }): { date_from: string; date_to: string } {
  return { date_from: from, date_to: new Date(Date.parse(to) - 1_000).toISOString() };
}
