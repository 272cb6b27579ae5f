import * as z from 'zod';
import { maskedText } from '../../privacy/redact/masked-text.ts';
import { interactionFields } from '../../records/interaction-fields.ts';
import { shownShape } from '../../records/walk-fields.ts';
import { raterShape } from '../rater-shape.ts';

const text = z.string().nullable();
const words = maskedText.nullable();
const flag = z.boolean();
const moment = z.string().nullable().describe('UTC.');
const date = z.string().describe('YYYY-MM-DD');

const evaluationShape = z.object({
  id: z.string(),
  rating: z.int().nullable(),
  comment: words,
  followup_answer: words,
  channel: text,
  sent_at: moment,
  responded_at: moment,
  agent_id: text.describe("Who was rated; null for the interaction's agent."),
  team_id: text.describe("Which team was rated; null for the interaction's."),
  rated_by: raterShape,
});

const reviewShape = z.object({
  id: z.string(),
  status: z.string(),
  score: z.number().nullable().describe('0 to 10.'),
  sentiment: text,
  created_at: moment,
});

const countsFromShape = z
  .object({
    time_zone: z.string(),
    date: date.describe('The local date under which the interaction itself counts, by its start.'),
    as_call: flag.describe('Whether it counts among calls: a call that has ended.'),
    as_conversation: flag.describe('Whether it counts among helpdesk conversations, open ones included.'),
    as_ended: flag.describe('Whether it counts in figures of ended calls and conversations.'),
    evaluations: z.array(z.object({ id: z.string(), date, rated: flag })),
    quality_reviews: z.array(z.object({ id: z.string(), date })),
  })
  .describe('Under which local dates of the zone it counts.');

/** A stored interaction, redacted. Fields without a value are null. */
export const interactionShape = z.object({
  id: z.string(),
  updated_at: moment.describe('Its version.'),
  ...shownShape(interactionFields),
  has_transcript: flag,
  names: z
    .record(z.string(), z.string())
    .describe('Current names by the field that refers to them; the id if no record was sent.'),
  evaluations: z.array(evaluationShape),
  quality_reviews: z.array(reviewShape),
  counts_from: countsFromShape,
});

export type PresentedInteraction = z.input<typeof interactionShape>;
