import { type ComponentChildren, createContext } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/request.ts';
import { FORMS } from '../messages/forms.ts';
import { useTexts } from '../messages/language.ts';

interface FormState {
  isBusy: boolean;
  /** What the API says of the field, by its path. */
  errorOf(name: string): string | undefined;
  /** Names of the fields that show their own errors. */
  claim(name: string): void;
}

/** The form around a field. */
export const FormContext = createContext<FormState | undefined>(undefined);

/**
 * A form whose values are sent as one request. What the API refuses is shown at the field that it names, the rest above
 * the button. `send` gets the values by the names of the fields.
 */
export function Form(props: {
  send(values: FormData): Promise<void>;
  submit: string;
  /** Said after it was sent. */
  done?: string;
  children: ComponentChildren;
}) {
  const texts = useTexts(FORMS);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [error, setError] = useState<ApiError>();
  const [claimed] = useState(() => new Set<string>());
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    setState('busy');
    setError(undefined);
    try {
      await props.send(new FormData(form));
      setState('done');
    } catch (cause) {
      setState('idle');
      setError(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
    }
  };
  const others = error?.errors.filter(({ path }) => ![...claimed].some((name) => isOf(path, name))) ?? [];
  const hasFieldErrors = error !== undefined && error.errors.length > others.length;
  return (
    <FormContext.Provider
      value={{
        isBusy: state === 'busy',
        errorOf: (name) => error?.errors.find(({ path }) => isOf(path, name))?.message,
        claim: (name) => claimed.add(name),
      }}
    >
      <form class="form" onSubmit={(event) => void submit(event)} onInput={() => setState('idle')}>
        {props.children}
        {error && (
          <div class="message is-error" role="alert">
            <strong>{texts.refused}</strong>
            {error.errors.length === 0 && <p lang="en">{error.message}</p>}
            {others.map(({ path, message }) => (
              <p key={path} lang="en">
                {path && <code>{path}</code>} {message}
              </p>
            ))}
            {hasFieldErrors && <p>{texts.seeFields}</p>}
          </div>
        )}
        <div class="row">
          <button type="submit" class="button is-primary" disabled={state === 'busy'}>
            {state === 'busy' ? texts.sending : props.submit}
          </button>
          <span role="status" class="soft small">
            {state === 'done' ? (props.done ?? texts.done) : ''}
          </span>
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** Whether an error is of a field: of the field itself, or of a part of it, such as the second of a list. */
function isOf(path: string, name: string): boolean {
  return path === name || path.startsWith(`${name}.`);
}

/** A text of a form; undefined if it is empty. */
export function textOf(values: FormData, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A number of a form; undefined if it is empty. */
export function numberOf(values: FormData, name: string): number | undefined {
  const text = textOf(values, name);
  return text === undefined ? undefined : Number(text);
}
