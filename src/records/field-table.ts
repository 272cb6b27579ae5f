import type * as z from 'zod';
import type { Mending, Mendings } from './mending.ts';

/** How a value is stored and shown again. `Value` is the stored type. */
export interface Form<Value, Shown extends z.ZodType> {
  /** What is stored of a sent value; undefined if nothing is. */
  keep: (sent: unknown) => unknown;
  /** The stored value in the unit in which it is sent. */
  show: (kept: Value) => z.output<Shown>;
  /** Whether a value read from storage has this form. */
  holds: (read: unknown) => boolean;
  shown: Shown;
  /** The unit, for the documentation of what is shown. */
  description?: string;
}

/**
 * What a table of fields consists of. Each entry declares one field of a record: `sent`, how it is sent; `kept`, how it
 * is stored in the body; `shown`, how the API shows it. An entry leaves out what does not apply.
 */
interface FieldEntry {
  readonly sent?: z.ZodType;
  readonly kept?: Kept<never, Presence, Source>;
  readonly shown?: z.ZodType;
  /** What is wrong with the value beside the others, as an error message; runs after all schemas. */
  readonly rule?: Rule<never>;
  /** Only for a side field: how it is mended if it cannot be stored as sent; for an object, by its fields. */
  readonly mended?: Mending | { readonly fields: Mendings };
}
export type FieldTable = Readonly<Record<string, FieldEntry>>;

/** Whether every stored record has the field. If not, an absent value is left out. */
export type Presence = 'always' | 'if given';
/** Whether the stored value is the sent one, or code derives it. */
export type Source = 'sent' | 'derived';

export interface Kept<Value, When extends Presence, From extends Source> {
  readonly presence: When;
  readonly source: From;
  readonly form: Pick<Form<Value, z.ZodType>, 'keep' | 'show' | 'holds'>;
}

/** The sent values that a rule may look at. */
export interface RuleContext {
  kind: 'call' | 'conversation';
  started_at: number;
  answered_at?: number | null | undefined;
  resolved_at?: number | null | undefined;
}
type Rule<Value> = (value: Value, sent: RuleContext) => string | undefined;

interface Field<
  Sent extends z.ZodType,
  Value,
  Shown extends z.ZodType,
  When extends Presence,
  From extends Source,
> {
  readonly sent: Sent;
  readonly kept: Kept<Value, When, From>;
  readonly shown: Shown;
  readonly rule?: Rule<z.output<Sent>>;
}

/** The stored type: a single value as narrow as its schema, so that a choice remains a choice; else that of the form. */
type ValueOf<Value, Sent extends z.ZodType> = [NonNullable<z.output<Sent>>] extends [
  string | number | boolean,
]
  ? Value & NonNullable<z.output<Sent>>
  : Value;

function always<From extends Source>(source: From) {
  return <Value, Shown extends z.ZodType, Sent extends z.ZodType>(
    form: Form<Value, Shown>,
    sent: Sent,
    rule?: Rule<z.output<Sent>>,
  ): Field<Sent, ValueOf<Value, Sent>, Shown, 'always', From> => {
    const shown = form.description === undefined ? form.shown : form.shown.describe(form.description);
    return { sent, kept: { presence: 'always', source, form }, shown, ...(rule && { rule }) };
  };
}

function ifGiven<From extends Source>(source: From) {
  return <Value, Shown extends z.ZodType, Sent extends z.ZodType>(
    form: Form<Value, Shown>,
    sent: Sent,
    rule?: Rule<z.output<Sent>>,
  ): Field<Sent, ValueOf<Value, Sent>, z.ZodNullable<Shown>, 'if given', From> => {
    const nullable = form.shown.nullable();
    const shown = form.description === undefined ? nullable : nullable.describe(form.description);
    return { sent, kept: { presence: 'if given', source, form }, shown, ...(rule && { rule }) };
  };
}

/** A field that must be sent; stored as sent. */
export const required = always('sent');
/** A field that may be left out; stored as sent, shown as null if absent. */
export const optional = ifGiven('sent');
/** A field that every stored record has, because code fills it in. */
export const filledIn = always('derived');
/** A field whose stored value, if any, is derived by code; shown as null if absent. */
export const derived = ifGiven('derived');

/** A part of the body that is neither sent nor shown under its name; derived by code. */
export function internal<Value>(form: Form<Value, z.ZodType>): { kept: Kept<Value, 'if given', 'derived'> } {
  return { kept: { presence: 'if given', source: 'derived', form } };
}
