import { describe, expect, test } from 'vitest';
import { kept, NOW, refusals, START } from './context.ts';

const answer = {
  type: 'evaluation',
  id: 'e-1',
  interaction_id: 'c-1',
  rating: 4,
  responded_at: '2026-03-09T17:05:00Z',
};
const review = {
  type: 'quality_review',
  id: 'q-1',
  interaction_id: 'c-1',
  status: 'completed',
  score: 8.25,
  sentiment: 'positive',
  created_at: '2026-03-09T17:05:00Z',
};
const digest = expect.stringMatching(/^[0-9a-f]{32}$/);

describe('an evaluation', () => {
  test.each([
    [{}, { rating: 4, has_comment: false, responded_at: START }, {}],
    [{ rating: null }, { rating: null, has_comment: false, responded_at: START }, {}],
    [{ rating: undefined }, { rating: null, has_comment: false, responded_at: START }, {}],
    [{ comment: ' Good ' }, { rating: 4, has_comment: true, responded_at: START }, { comment: 'Good' }],
    [
      { comment: '  ', followup_answer: ' yes ' },
      { rating: 4, has_comment: false, responded_at: START },
      { followup_answer: 'yes' },
    ],
    [
      { channel: 'sms', sent_at: '2026-03-09T17:04:00Z', updated_at: '2026-03-09T18:00:00Z' },
      { rating: 4, has_comment: false, channel: 'sms', sent_at: START - 60, responded_at: START },
      {},
    ],
    [
      { agent_id: 'a-1', team_id: 't-1', sent_at: answer.responded_at },
      {
        rating: 4,
        has_comment: false,
        sent_at: START,
        responded_at: START,
        agent_id: 'a-1',
        team_id: 't-1',
      },
      {},
    ],
    [
      { agent_id: 'a-1', sent_at: '2026-03-09T17:05:01Z' },
      { rating: 4, has_comment: false, responded_at: START, agent_id: 'a-1' },
      {},
    ],
  ])('%j', (fields, body, text) => {
    const version = 'updated_at' in fields ? START + 3300 : NOW;
    expect(kept({ ...answer, ...fields })).toEqual({
      type: 'evaluation',
      id: 'e-1',
      interaction_id: 'c-1',
      version,
      deleted: false,
      digest,
      body,
      text,
    });
  });

  test.each([
    [{ rating: 0 }, 'rating: Must be a whole number from 1 to 5 (or null for an answer without a rating)'],
    [{ rating: 6 }, 'rating: Must be a whole number from 1 to 5'],
    [{ rating: 4.5 }, 'rating: Must be a whole number from 1 to 5'],
    [{ rating: '5' }, 'rating: Must be a whole number from 1 to 5'],
    [{ interaction_id: undefined }, 'interaction_id: Required'],
    [{ responded_at: undefined }, 'responded_at: Required'],
    [{ comment: 'x'.repeat(2001) }, 'comment: Must be text of at most 2000 characters'],
    [{ followup_answer: 'x'.repeat(2001) }, 'followup_answer: Must be text of at most 2000 characters'],
    [{ sent_at: '2026-03-09' }, 'sent_at: Must be an ISO 8601 instant'],
    [{ channel: 'SMS' }, 'channel: Must be 1 to 64'],
    [{ sent_at: '2026-03-09T17:05:01Z' }, 'sent_at: Must be at or before responded_at'],
    [{ agent_id: '' }, 'agent_id: Must be text of 1 to 128'],
    [{ team_id: 7 }, 'team_id: Must be text of 1 to 128'],
    [{ department_id: 'd-1' }, 'department_id: Unknown field'],
  ])('%j is refused', (fields, error) => {
    expect(refusals({ ...answer, ...fields })).toEqual([expect.stringContaining(error)]);
  });
});

describe('a quality review', () => {
  test.each([
    [{}, { status: 'completed', score: 82_500, sentiment: 'positive', created_at: START }],
    [{ score: 0 }, { status: 'completed', score: 0, sentiment: 'positive', created_at: START }],
    [{ score: 10 }, { status: 'completed', score: 100_000, sentiment: 'positive', created_at: START }],
    [{ score: 7.12345 }, { status: 'completed', score: 71_235, sentiment: 'positive', created_at: START }],
    [
      { status: 'pending', score: null, sentiment: undefined },
      { status: 'pending', created_at: START },
    ],
    [
      { status: 'failed', score: undefined, sentiment: null },
      { status: 'failed', created_at: START },
    ],
  ])('%j', (fields, body) => {
    expect(kept({ ...review, ...fields })).toEqual({
      type: 'quality_review',
      id: 'q-1',
      interaction_id: 'c-1',
      version: NOW,
      deleted: false,
      digest,
      body,
    });
  });

  test.each([
    [{ score: undefined }, ['score: Required for a completed review: a number from 0 to 10']],
    [
      { sentiment: undefined },
      ['sentiment: Required for a completed review: one of positive, neutral, negative'],
    ],
    [{ status: 'pending' }, ['score: Accepted only if status', 'sentiment: Accepted only if status']],
    [{ status: 'failed', sentiment: null, score: 0 }, ['score: Accepted only if status is completed']],
    [{ score: 10.00001 }, ['score: Must be a number from 0 to 10']],
    [{ sentiment: { label: 'positive' } }, ['sentiment: Must be one of positive, neutral, negative']],
    [{ created_at: undefined }, ['created_at: Required']],
    [{ status: 'done' }, ['status: Must be one of completed, pending, failed']],
    [
      { score: undefined, updated_at: '2026-03-12T00:00:00Z' },
      ['updated_at: Must be at most 24 hours after', 'score: Required'],
    ],
  ])('%j is refused', (fields, errors) => {
    expect(refusals({ ...review, ...fields })).toEqual(errors.map((error) => expect.stringContaining(error)));
  });
});
