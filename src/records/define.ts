import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import type { FieldError } from '../errors.ts';
import { recordErrors } from '../field-errors.ts';
import { leftOut } from '../messages.ts';
import type { Calendars } from '../time/business-hours.ts';
import type { AttributeDeclaration } from './attributes.ts';
import type { CustomerContext } from './customer.ts';
import { plainDigest } from './digest.ts';
import { calendarDate, envelope, id } from './fields.ts';
import { type Mendings, parseMending } from './mending.ts';
import type { AcceptedRecord, CounterType, Deletion, IngestRecord, KeptRecord, RecordType } from './types.ts';

/** The context in which records are parsed. A ServiceContext satisfies it. */
export interface ParseContext extends CustomerContext {
  /** The home of its phone numbers, its business hours by the id of their calendar, and the attributes it declares. */
  tenant: CustomerContext['tenant'] & {
    calendars: Calendars;
    attributes: readonly AttributeDeclaration[];
  };
  /** Time of receipt, seconds UTC. */
  now: number;
  /** Reject a record that could be mended. */
  strict?: boolean;
}

/** A record that is accepted, and a warning for each side field that had to be mended. */
export interface Reading<Accepted extends AcceptedRecord> {
  record: Accepted;
  warnings: FieldError[];
}

export type ParsedRecord =
  | ({ ok: true } & Reading<AcceptedRecord>)
  | { ok: false; type: string | null; id: string | null; errors: FieldError[] };

const MAX_SECONDS_AHEAD = 24 * 3600;

interface Sent {
  updated_at?: number | null | undefined;
}

interface Stamped {
  version: number;
  deleted: false;
  digest: string;
}

/** Makes the version and digest of a record. */
export interface Stamp {
  /** For a record without personal data; `content` must be in a fixed order. */
  (...content: unknown[]): Stamped;
  /** For a record whose digest is computed differently. */
  with(digest: string): Stamped;
}

interface SentCounterKey extends Sent {
  date: string;
  article_id?: string | undefined;
  email_channel_id?: string | undefined;
}

interface Declaration<Type extends RecordType, Schema extends z.ZodType<Sent>> {
  type: Type;
  schema: Schema;
  /** The fields that only describe the record. */
  mendings?: Mendings;
  /**
   * What is stored of a record whose fields are each valid; errors if they contradict each other. `leaveOut` is told
   * what is wrong with a side field that is left out.
   */
  keep(
    sent: z.output<Schema>,
    context: ParseContext,
    stamp: Stamp,
    leaveOut: (unreadable: FieldError) => void,
  ): KeptRecord | FieldError[];
}

/** A record type: its schemas, from which the documentation is generated, and how it is parsed. */
export interface RecordDefinition {
  type: RecordType;
  schema: z.ZodType;
  deletionSchema: z.ZodType;
  mendings: Mendings;
  /** Parses a record or a deletion of this type. Errors and warnings name their field and never quote its value. */
  read(raw: object, context: ParseContext): Reading<IngestRecord> | FieldError[];
}

/** Defines a record type that is identified by its `id`. */
export function defineRecord<Schema extends z.ZodType<Sent>>(
  declaration: Declaration<Exclude<RecordType, CounterType | 'agent_state'>, Schema>,
): RecordDefinition {
  const schema = deletionSchema(declaration.type);
  return defineByKey(declaration, schema, (sent) => ({ id: sent.id }));
}

/** Defines a daily counter, which is identified by its date and the dimension id in `dimensionField`. */
export function defineCounter<Schema extends z.ZodType<Sent>>(
  declaration: Declaration<CounterType, Schema>,
  dimensionField: 'article_id' | 'email_channel_id',
): RecordDefinition {
  const schema = counterDeletionSchema(declaration.type, dimensionField);
  return defineByKey(declaration, schema, (sent: SentCounterKey) => {
    const dimensionId = sent[dimensionField] ?? '';
    return { id: counterId(sent.date, dimensionId), date: sent.date, dimension_id: dimensionId };
  });
}

/** Defines a record type that is identified by what `keyOf` makes of the fields in `keySchema`, its deletion. */
export function defineByKey<Schema extends z.ZodType<Sent>, KeySchema extends z.ZodType<Sent>>(
  { type, schema, mendings = {}, keep }: Declaration<RecordType, Schema>,
  keySchema: KeySchema,
  keyOf: (sent: z.output<KeySchema>) => Pick<Deletion, 'id' | 'date' | 'dimension_id'>,
): RecordDefinition {
  return {
    type,
    schema,
    deletionSchema: keySchema,
    mendings,
    read(raw, context) {
      if ('deleted' in raw && raw.deleted === true) {
        const parsed = keySchema.safeParse(raw);
        if (!parsed.success) return recordErrors(parsed.error);
        const errors = tooFarAhead(parsed.data, context);
        if (errors.length > 0) return errors;
        const version = parsed.data.updated_at ?? context.now;
        return { record: { type, ...keyOf(parsed.data), version, deleted: true }, warnings: [] };
      }
      const parsed = parseMending(schema, raw, context.strict ? {} : mendings);
      if (Array.isArray(parsed)) return parsed;
      const { sent, warnings } = parsed;
      const stamped = (digest: string): Stamped => ({
        version: sent.updated_at ?? context.now,
        deleted: false,
        digest,
      });
      const stamp = (...content: unknown[]) => stamped(plainDigest(context.keys, type, content));
      const unreadable: FieldError[] = [];
      const kept = keep(sent, context, Object.assign(stamp, { with: stamped }), (error) => {
        unreadable.push(error);
      });
      const errors = [...tooFarAhead(sent, context), ...(context.strict ? unreadable : [])];
      if (Array.isArray(kept)) return [...errors, ...kept];
      errors.push(...tooLarge(kept));
      if (errors.length > 0) return errors;
      const left = unreadable.map(({ path, message }) => ({ path, message: leftOut(message) }));
      return { record: kept, warnings: [...warnings, ...left] };
    },
  };
}

/** The deletion of a record that is identified by its `id`. */
function deletionSchema(type: Exclude<RecordType, CounterType | 'agent_state'>) {
  return z.strictObject({ ...deletionEnvelope(type), id: id() });
}

/** The deletion of a daily counter, which is identified by a date and a dimension id. */
function counterDeletionSchema(
  type: CounterType,
  dimensionField: 'article_id' | 'email_channel_id',
): z.ZodType<SentCounterKey> {
  const dated = { ...deletionEnvelope(type), date: calendarDate() };
  return dimensionField === 'article_id'
    ? z.strictObject({ ...dated, article_id: id() })
    : z.strictObject({ ...dated, email_channel_id: id() });
}

/** The id under which a daily counter is stored: `date/dimension id`. */
export function counterId(date: string, dimensionId: string): string {
  return `${date}/${dimensionId}`;
}

/** The fields that the deletion of every record has. */
export function deletionEnvelope(type: RecordType) {
  return { ...envelope(type), deleted: z.literal(true) };
}

/** An error if the stored form of a record is larger than allowed. */
function tooLarge({ body, ...record }: KeptRecord): FieldError[] {
  const personal = 'personal' in record ? record.personal : 'text' in record ? record.text : {};
  const transcript = ('transcript' in record ? record.transcript : undefined) ?? '';
  const texts = [JSON.stringify(body), JSON.stringify(personal), transcript];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const { value: most } = BOUNDS.recordBytes;
  const message = `Must have at most ${most} bytes as stored; it has ${bytes}.`;
  return bytes > most ? [{ path: '', message }] : [];
}

/** An error if `updated_at` is more than 24 hours after the time of receipt. */
export function tooFarAhead(sent: Sent, { now }: ParseContext): FieldError[] {
  if ((sent.updated_at ?? 0) <= now + MAX_SECONDS_AHEAD) return [];
  const message = 'Must be at most 24 hours after the time of receipt.';
  return [{ path: 'updated_at', message }];
}
