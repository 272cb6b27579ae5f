import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import type { EvaluationText } from '../privacy/sealing/personal.ts';
import { defineRecord } from './define.ts';
import { evaluationDigest } from './digest.ts';
import { envelope, id, instant, text, token, whole } from './fields.ts';
import { cutting } from './mending.ts';
import type { Evaluation } from './types.ts';
import { definedOnly } from './walk-fields.ts';

const MAX_WORDS_CHARACTERS = 2_000;
const LATE_QUESTION = 'Must be at or before responded_at.';

export const evaluationSchema = z
  .strictObject({
    ...envelope('evaluation'),
    id: id(),
    interaction_id: id().describe('May come later; until then the evaluation counts nowhere.'),
    rating: whole(1, 5, 'or null for an answer without a rating')
      .nullish()
      .describe('Null or left out: an answer without a rating.'),
    comment: text(MAX_WORDS_CHARACTERS).nullish(),
    followup_answer: text(MAX_WORDS_CHARACTERS).nullish(),
    channel: token().nullish().describe('How the rating was given.'),
    sent_at: instant()
      .nullish()
      .describe(
        'When the customer was asked: at or before responded_at. What the response rate is counted by.',
      ),
    responded_at: instant()
      .nullish()
      .describe(
        'What the evaluation is counted by. Required without sent_at; left out of a survey that still waits for an answer.',
      ),
    agent_id: id().nullish().describe("Who was rated, if given: counts instead of the interaction's agent."),
    team_id: id().nullish().describe("Which team was rated, if given: counts instead of the interaction's."),
  })
  .describe(
    "A customer's rating of an interaction, counted when it was given. Agent and team that it does not name, and the department, are its interaction's, as that now stands.",
  );

type SentEvaluation = z.output<typeof evaluationSchema>;

/** What a survey without an answer must not have. */
const ANSWERS = ['rating', 'comment', 'followup_answer'] as const;

function waitingErrors(sent: SentEvaluation): FieldError[] {
  if (typeof sent.responded_at === 'number') return [];
  if (typeof sent.sent_at !== 'number')
    return [
      { path: 'responded_at', message: 'Required, unless sent_at is given and nobody has answered yet.' },
    ];
  return ANSWERS.filter((name) => sent[name] !== undefined && sent[name] !== null).map((path) => ({
    path,
    message: 'Accepted only together with responded_at.',
  }));
}

export const evaluation = defineRecord({
  type: 'evaluation',
  schema: evaluationSchema,
  mendings: { comment: cutting(MAX_WORDS_CHARACTERS), followup_answer: cutting(MAX_WORDS_CHARACTERS) },
  keep(sent, { keys }, stamp, leaveOut) {
    const errors = waitingErrors(sent);
    if (errors.length > 0) return errors;
    const isLate =
      typeof sent.sent_at === 'number' &&
      typeof sent.responded_at === 'number' &&
      sent.sent_at > sent.responded_at;
    if (isLate) leaveOut({ path: 'sent_at', message: LATE_QUESTION });
    const words = definedOnly<EvaluationText>({
      comment: sent.comment,
      followup_answer: sent.followup_answer,
    });
    const body: Evaluation = {
      rating: sent.rating ?? null,
      ...definedOnly<Omit<Evaluation, 'rating' | 'rated_by'>>({
        has_comment: words.comment !== undefined,
        channel: sent.channel,
        sent_at: isLate ? undefined : sent.sent_at,
        responded_at: sent.responded_at,
        agent_id: sent.agent_id,
        team_id: sent.team_id,
      }),
    };
    return {
      type: 'evaluation',
      id: sent.id,
      ...stamp.with(evaluationDigest(keys, sent.id, sent.interaction_id, body, words)),
      interaction_id: sent.interaction_id,
      body,
      text: words,
    };
  },
});
