import type { Answer } from '../api/query.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';

/** What the API says against the figures of an answer, such as states and calls that contradict each other. */
export function Warnings({ of }: { of: Answer }) {
  const texts = useTexts(SHELL);
  if (!of.warnings?.length) return null;
  return (
    <details class="small soft">
      <summary>{texts.warnings}</summary>
      <ul class="soft">
        {of.warnings.map(({ message }) => (
          <li key={message} lang="en">
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
