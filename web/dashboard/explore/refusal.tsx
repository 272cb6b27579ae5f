import type { Query } from '../api/query.ts';
import type { ApiError } from '../api/request.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import { viewOfQuery } from '../view/explored.ts';
import { useView } from '../view/use-view.tsx';

/** Why a question cannot be asked, in the words of the API, and the questions like it that can. */
export function Refusal({ error }: { error: ApiError }) {
  const { view, link } = useView();
  const texts = useTexts(EXPLORE);
  return (
    <div class="message is-error" role="alert" lang="en">
      <strong>{texts.refused}</strong>
      {error.errors.length === 0 && <p>{error.message}</p>}
      {error.errors.map(({ path, message }) => (
        <p key={path}>
          <code>{path}</code>: {message}
        </p>
      ))}
      {error.nearest.length > 0 && <p>{texts.nearest}</p>}
      <div class="row">
        {error.nearest.map(({ change, query }) => (
          <a key={change} class="button" href={link({ ...viewOfQuery(query as Query), zone: view.zone })}>
            {change}
          </a>
        ))}
      </div>
    </div>
  );
}
