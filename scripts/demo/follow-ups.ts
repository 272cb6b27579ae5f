import { DAY, HOUR, MINUTE, stamp } from './clock.ts';
import type { Contact } from './contact.ts';
import { type Random, randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';

const ANSWERS = 0.25;
const REVIEWED = 0.06;

const PRAISE = [
  'Quick and friendly, thank you!',
  'Solved within minutes.',
  'Excelente atendimento, muito obrigado.',
  'At last somebody who listens.',
];
const BLAME = [
  'I had to explain everything three times.',
  'Waited far too long.',
  'Ainda não está resolvido.',
  'Nobody called me back.',
];
const SO_SO = ['It was all right.', 'Fine, though it took a while.', 'Razoável.'];

type Ended = NonNullable<Contact['ended']>;

function ratingOf(mood: number, random: Random): number {
  return Math.min(5, Math.max(1, Math.round(0.8 + mood * 4.9 + (random.next() - 0.5) * 2)));
}

function commentOn(rating: number, random: Random): string {
  return random.pick(rating >= 4 ? PRAISE : rating === 3 ? SO_SO : BLAME);
}

function evaluation(id: string, ended: Ended, random: Random): DemoRecord {
  const sent = ended.at + random.whole(1, 5) * MINUTE;
  const at = sent + Math.round(random.longTail(40 * MINUTE, 1.2));
  const rating = random.chance(0.07) ? null : ratingOf(ended.mood, random);
  return {
    at,
    record: {
      type: 'evaluation',
      id: `eval-${id}`,
      interaction_id: id,
      rating,
      ...(rating !== null && random.chance(0.35) ? { comment: commentOn(rating, random) } : {}),
      ...(random.chance(0.05) ? { followup_answer: 'Please call me in the afternoon.' } : {}),
      sent_at: stamp(sent),
      responded_at: stamp(at),
      updated_at: stamp(at),
    },
  };
}

function review(id: string, ended: Ended, random: Random): DemoRecord {
  const at = ended.at + random.whole(1, 3) * DAY - random.whole(0, 20 * HOUR);
  const status = random.weighted([
    ['completed', 86],
    ['pending', 9],
    ['failed', 5],
  ] as const);
  const score = Math.min(10, Math.max(0, 3.2 + ended.mood * 6.4 + (random.next() - 0.5) * 2));
  const sentiment = score >= 7 ? 'positive' : score < 5 ? 'negative' : 'neutral';
  return {
    at,
    record: {
      type: 'quality_review',
      id: `review-${id}`,
      interaction_id: id,
      status,
      ...(status === 'completed' ? { score: Math.round(score * 100) / 100, sentiment } : {}),
      created_at: stamp(at),
      updated_at: stamp(at),
    },
  };
}

/** What followed a contact by `until` (seconds UTC): the customer's rating and the review. */
export function followUps({ id, ended }: Contact, until: number): DemoRecord[] {
  if (ended === undefined) return [];
  const random = randomFrom(`after ${id}`);
  const records: DemoRecord[] = [];
  if (random.chance(ANSWERS)) records.push(evaluation(id, ended, random));
  if (random.chance(REVIEWED)) records.push(review(id, ended, random));
  return records.filter((record) => record.at <= until);
}
