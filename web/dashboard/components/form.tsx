import { type ComponentChildren, createContext } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
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

const FormContext = createContext<FormState | undefined>(undefined);

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

interface Named {
  /** The path by which the API names the field. */
  name: string;
  label: string;
  hint?: string;
}

/** A labelled input of a form, with what the API says of it. */
export function Input(
  props: Named & {
    type?: 'text' | 'number' | 'date' | 'time' | 'datetime-local';
    value?: string | number | null;
    required?: boolean;
    min?: number | string;
    max?: number | string;
    placeholder?: string;
    /** Values that are proposed. */
    proposed?: readonly string[];
  },
) {
  const { name, label, hint, value, proposed, ...attributes } = props;
  const field = useField(name);
  return (
    <div class="field">
      <label for={field.id}>{label}</label>
      <input
        {...field.attributes}
        {...attributes}
        name={name}
        defaultValue={value === null || value === undefined ? '' : String(value)}
        list={proposed && `${field.id}-list`}
      />
      {proposed && (
        <datalist id={`${field.id}-list`}>
          {proposed.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      <Below id={field.attributes['aria-describedby']} hint={hint} error={field.error} />
    </div>
  );
}

/** A choice of one value; `options` are the values with their names. */
export function Select(
  props: Named & {
    options: readonly (readonly [value: string, name: string])[];
    value?: string;
    onChange?: (value: string) => void;
  },
) {
  const { name, label, hint, value, options, onChange } = props;
  const field = useField(name);
  return (
    <div class="field">
      <label for={field.id}>{label}</label>
      <select
        {...field.attributes}
        name={name}
        defaultValue={value ?? options[0]?.[0] ?? ''}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {options.map(([each, shown]) => (
          <option key={each} value={each} selected={each === value}>
            {shown}
          </option>
        ))}
      </select>
      <Below id={field.attributes['aria-describedby']} hint={hint} error={field.error} />
    </div>
  );
}

/** Choices of several values, each a box to tick. */
export function Checks(
  props: Named & {
    options: readonly (readonly [value: string, name: string])[];
    values?: readonly string[];
  },
) {
  const { name, label, hint, options, values = [] } = props;
  const field = useField(name);
  return (
    <fieldset class="checks" aria-describedby={field.attributes['aria-describedby']}>
      <legend>{label}</legend>
      {options.map(([value, shown]) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={values.includes(value)} /> {shown}
        </label>
      ))}
      <Below id={field.attributes['aria-describedby']} hint={hint} error={field.error} />
    </fieldset>
  );
}

function useField(name: string) {
  const id = useId();
  const form = useContext(FormContext);
  form?.claim(name);
  const error = form?.errorOf(name);
  const attributes = {
    id,
    'aria-describedby': `${id}-below`,
    'aria-invalid': error !== undefined,
    disabled: form?.isBusy ?? false,
  };
  return { id, error, attributes };
}

function Below({ id, hint, error }: { id: string; hint: string | undefined; error: string | undefined }) {
  if (error) {
    return (
      <span id={id} class="field-error" lang="en">
        {error}
      </span>
    );
  }
  return <span id={id}>{hint}</span>;
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
