import { useContext, useId } from 'preact/hooks';
import { FormContext } from './form.tsx';

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
