import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { FORMS } from '../messages/forms.ts';
import { useTexts } from '../messages/language.ts';

/** A button whose action is confirmed in a dialog that says what it does. A refusal of the API is shown there. */
export function Confirm(props: {
  label: string;
  title: string;
  children: ComponentChildren;
  run(): Promise<void>;
  isDanger?: boolean;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const texts = useTexts(FORMS);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState('');
  const run = async () => {
    setIsBusy(true);
    setError('');
    await props.run().then(
      () => dialog.current?.close(),
      (cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)),
    );
    setIsBusy(false);
  };
  const kind = props.isDanger ? 'is-danger' : '';
  return (
    <>
      <button type="button" class={`button ${kind}`} onClick={() => dialog.current?.showModal()}>
        {props.label}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby={id}>
        <h2 id={id}>{props.title}</h2>
        <div class="stack">{props.children}</div>
        {error && (
          <p class="field-error" role="alert" lang="en">
            {error}
          </p>
        )}
        <div class="row">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {texts.cancel}
          </button>
          <button
            type="button"
            class={`button ${props.isDanger ? 'is-danger' : 'is-primary'}`}
            disabled={isBusy}
            onClick={() => void run()}
          >
            {isBusy ? texts.sending : props.label}
          </button>
        </div>
      </dialog>
    </>
  );
}
