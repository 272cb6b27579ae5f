import { COMMENTS } from '../messages/comments.ts';
import { useTexts } from '../messages/language.ts';

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
