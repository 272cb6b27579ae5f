import type { ComponentChildren } from 'preact';
import type { Answers, Queries } from '../api/query.ts';
import type { Loaded } from '../api/use-queries.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';

/** A grey place of the size of what is being loaded. */
export function Skeleton({ height }: { height: string }) {
  return <div class="skeleton" style={{ height }} aria-hidden="true" />;
}

/** Why figures could not be loaded, in the words of the API, and a way to try again. */
export function Failed({ error, again, title }: { error: Error; again?: () => void; title?: string }) {
  const texts = useTexts(SHELL);
  return (
    <div class="message is-error" role="alert">
      <strong>{title ?? texts.failed}</strong>
      <p>{error.message}</p>
      {again && (
        <button type="button" class="button" onClick={again}>
          {texts.again}
        </button>
      )}
    </div>
  );
}

/** That there is nothing to show, and what to do about it. */
export function Nothing({ title, children }: { title?: string; children?: ComponentChildren }) {
  const texts = useTexts(SHELL);
  return (
    <div class="message">
      <strong>{title ?? texts.noData}</strong>
      <div class="soft">{children ?? (title ? '' : texts.noDataHint)}</div>
    </div>
  );
}

/**
 * Shows figures once they are there. Before that the `placeholder`, of the same height; while newer ones are loading,
 * the earlier ones, dimmed.
 */
export function Figures<Asked extends Queries>(props: {
  of: Loaded<Asked>;
  placeholder?: ComponentChildren;
  children: (answers: Answers<Asked>) => ComponentChildren;
}) {
  const { answers, error, isLoading, reload } = props.of;
  const texts = useTexts(SHELL);
  if (error) return <Failed error={error} again={reload} />;
  if (!answers) {
    return (
      <div aria-busy="true">
        <span class="visually-hidden" role="status">
          {texts.loading}
        </span>
        {props.placeholder ?? <Skeleton height="20rem" />}
      </div>
    );
  }
  return (
    <div class={`stack ${isLoading ? 'is-stale' : ''}`} aria-busy={isLoading}>
      {props.children(answers)}
    </div>
  );
}
