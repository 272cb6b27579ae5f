import type * as z from 'zod';
import type { Kept, Presence, Source } from './field-table.ts';

/** The types that are made from a table of fields. */

type Flat<Shape> = { [Name in keyof Shape]: Shape[Name] };
type Having<Fields, Part> = {
  [Name in keyof Fields]: Fields[Name] extends Part ? Name : never;
}[keyof Fields];
type KeptNames<Fields, When extends Presence, From extends Source> = Having<
  Fields,
  { kept: { presence: When; source: From } }
>;
type ValueIn<Entry> = Entry extends { kept: Kept<infer Value, Presence, Source> } ? Value : never;

/** The shape of what is sent. */
export type SentShape<Fields> = {
  [Name in Having<Fields, { sent: z.ZodType }>]: Fields[Name] extends { sent: infer Sent extends z.ZodType }
    ? Sent
    : never;
};
/** The shape of what is shown. */
export type ShownShape<Fields> = {
  [Name in Having<Fields, { shown: z.ZodType }>]: Fields[Name] extends {
    shown: infer Shown extends z.ZodType;
  }
    ? Shown
    : never;
};
/** The stored body. */
export type KeptFields<Fields> = Flat<
  { [Name in KeptNames<Fields, 'always', Source>]: ValueIn<Fields[Name]> } & {
    [Name in KeptNames<Fields, 'if given', Source>]?: ValueIn<Fields[Name]>;
  }
>;
/** The values that code has to derive: all of them, so that none is forgotten. */
export type DerivedFields<Fields> = Flat<
  { [Name in KeptNames<Fields, 'always', 'derived'>]: ValueIn<Fields[Name]> } & {
    [Name in KeptNames<Fields, 'if given', 'derived'>]: ValueIn<Fields[Name]> | undefined;
  }
>;
/** A record as sent, after its schema. */
export type SentFields<Fields> = z.output<z.ZodObject<SentShape<Fields>>>;
/** What is shown of a record. */
export type ShownFields<Fields> = z.output<z.ZodObject<ShownShape<Fields>>>;
/** The shown values of fields that are stored outside the body. */
export type ShownApart<Fields> = {
  [Name in Exclude<
    Having<Fields, { shown: z.ZodType }>,
    Having<Fields, { kept: object }>
  >]: Fields[Name] extends {
    shown: infer Shown extends z.ZodType;
  }
    ? z.output<Shown>
    : never;
};
/** What is sent of fields that are stored outside the body. */
export type SentApart<Fields> = Record<
  Exclude<Having<Fields, { sent: z.ZodType }>, Having<Fields, { kept: object }>>,
  unknown
>;
