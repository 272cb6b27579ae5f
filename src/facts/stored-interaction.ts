import { hexOf } from '../db/binary.ts';
import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { NotFound } from '../errors.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { openShown, type ShownPersonal, type ShownWords } from '../privacy/sealing/shown-personal.ts';
import { bodyOf, fieldOf, readBody } from '../records/stored-body.ts';
import type { Dimension, DimensionType, Evaluation, Interaction, QualityReview } from '../records/types.ts';

const statement = statementsIn('facts');

/** Dimensions that an interaction refers to, each in its field `<type>_id`. */
export const REFERENCED = [
  'agent',
  'team',
  'department',
  'campaign',
  'call_center',
  'engagement',
  'queue',
  'email_channel',
  'article',
] as const satisfies readonly DimensionType[];

/** A stored interaction with its evaluations, reviews and dimensions; personal data is masked. */
export interface StoredInteraction {
  /** Its version (`updated_at`), seconds UTC. */
  version: number;
  body: Interaction;
  personal: Pick<ShownPersonal, 'name' | 'phone' | 'email' | 'subject'>;
  hasTranscript: boolean;
  /** Oldest first. */
  evaluations: { id: string; body: Evaluation; words: ShownWords }[];
  /** Oldest first. */
  reviews: { id: string; body: QualityReview }[];
  /** The dimension records that it refers to; absent if never sent. */
  dimensions: ReadonlyMap<DimensionType, Dimension>;
}

const SELECT_INTERACTION = statement<{
  version: number;
  body: string;
  personal: string | null;
  has_transcript: number;
}>(`
  SELECT i.version AS version, ${bodyOf('i')} AS body, ${hexOf('i.personal')} AS personal,
    EXISTS (SELECT 1 FROM transcripts t WHERE t.tenant = ?1 AND t.interaction_id = i.id) AS has_transcript
  FROM interactions i WHERE i.tenant = ?1 AND i.id = ?2 AND i.removed = 0`);
const SELECT_EVALUATIONS = statement<{ id: string; body: string; personal: string | null }>(`
  SELECT e.id AS id, e.body AS body, ${hexOf('e.personal')} AS personal
  FROM evaluations e INDEXED BY evaluations_by_interaction
  WHERE e.tenant = ?1 AND e.interaction_id = ?2 AND e.removed = 0
  ORDER BY e.responded_at, e.id`);
const SELECT_REVIEWS = statement<{ id: string; body: string }>(`
  SELECT r.id AS id, r.body AS body
  FROM quality_reviews r INDEXED BY quality_reviews_by_interaction
  WHERE r.tenant = ?1 AND r.interaction_id = ?2 AND r.removed = 0
  ORDER BY r.created_at, r.id`);
/** SQL: the ids that the interaction `i` has of its dimensions, by type. */
const REFERENCES = REFERENCED.map((type) => `'${type}', ${fieldOf('i', `${type}_id`)}`).join(', ');
const SELECT_DIMENSIONS = statement<{ type: DimensionType; body: string }>(`
  SELECT d.type AS type, d.body AS body
  FROM interactions i CROSS JOIN json_each(json_object(${REFERENCES})) k CROSS JOIN dimensions d
  WHERE i.tenant = ?1 AND i.id = ?2 AND i.removed = 0
    AND d.tenant = ?1 AND d.type = k.key AND d.id = k.value AND d.body IS NOT NULL`);

/** Reads one interaction in one trip. Throws NotFound for an unknown id and for a removed interaction. */
export async function readInteraction(
  { store, keys }: StoreContext & { readonly keys: TenantKeys },
  id: string,
): Promise<StoredInteraction> {
  const [interactions, evaluations, reviews, dimensions] = await store.batch([
    SELECT_INTERACTION.with(id),
    SELECT_EVALUATIONS.with(id),
    SELECT_REVIEWS.with(id),
    SELECT_DIMENSIONS.with(id),
  ]);
  const [row] = interactions;
  if (!row) throw new NotFound('No interaction with this id.');
  const { name, phone, email, subject, words } = await openShown(
    keys,
    store.tenant,
    { id, personal: row.personal },
    evaluations.map((each) => ({ id: each.id, words: each.personal })),
  );
  return {
    version: row.version,
    body: readBody(row.body),
    personal: { name, phone, email, subject },
    hasTranscript: row.has_transcript === 1,
    evaluations: evaluations.map((each, index) => ({
      id: each.id,
      body: JSON.parse(each.body),
      words: words[index]!,
    })),
    reviews: reviews.map((each) => ({ id: each.id, body: JSON.parse(each.body) })),
    dimensions: new Map(dimensions.map(({ type, body }) => [type, JSON.parse(body)])),
  };
}
