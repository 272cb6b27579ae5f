import * as z from 'zod';
import { calendarDate, envelope, id } from './fields.ts';
import type { CounterType, RecordType } from './types.ts';

export interface SentCounterKey {
  date: string;
  article_id?: string | undefined;
  email_channel_id?: string | undefined;
  updated_at?: number | null | undefined;
}

/** The deletion of a record that is identified by its `id`. */
export function deletionSchema(type: Exclude<RecordType, CounterType>) {
  return z.strictObject({ ...deletionEnvelope(type), id: id() });
}

/** The deletion of a daily counter, which is identified by a date and a dimension id. */
export function counterDeletionSchema(
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

function deletionEnvelope(type: RecordType) {
  return { ...envelope(type), deleted: z.literal(true) };
}
