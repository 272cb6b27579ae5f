import type { ComponentChildren } from 'preact';
import type { Asked } from '../api/use-answer.ts';
import { Failed, Skeleton } from '../components/states.tsx';
import { useTexts } from '../messages/language.ts';
import { SETTINGS } from '../messages/settings.ts';

/** Shows an answer once it is there, before that a grey place, or why there is none. */
export function Loaded<Answer>(props: {
  of: Asked<Answer>;
  children: (answer: Answer) => ComponentChildren;
}) {
  const { answer, error, reload } = props.of;
  const texts = useTexts(SETTINGS);
  if (error) return <Failed title={texts.failed} error={error} again={reload} />;
  if (answer === undefined) return <Skeleton height="16rem" />;
  return <>{props.children(answer)}</>;
}
