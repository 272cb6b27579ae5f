import type { Dimension, DimensionType, KeptRecord, RecordType } from '../records/types.ts';

const FACTS: readonly RecordType[] = [
  'interaction',
  'evaluation',
  'quality_review',
  'article_stats',
  'email_channel_stats',
];

/** Whether a record is a dimension record: an agent, a team, … */
export function isDimension(record: KeptRecord): record is Extract<KeptRecord, { body: Dimension }> {
  return !FACTS.includes(record.type);
}

/** The body of a deleted dimension record: marked inactive. The name is kept for historical figures. */
export function inactive(type: DimensionType, dimension: Dimension): Dimension {
  if (type === 'article') return { ...dimension, status: 'archived' };
  if (type === 'email_channel') return { ...dimension, status: 'inactive' };
  return { ...dimension, active: false };
}
