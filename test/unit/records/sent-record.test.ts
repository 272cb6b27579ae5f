import { expect, test } from 'vitest';
import { sentEvaluation, sentInteraction } from '../../../src/records/sent-record.ts';
import type { EvaluationRecord, InteractionRecord } from '../../../src/records/types.ts';
import { call, kept, START } from './context.ts';

const at = (seconds: number) => new Date((START + seconds) * 1000).toISOString();
const again = (sent: object): unknown => JSON.parse(JSON.stringify(sent));

test.each<object>([
  {},
  { answered_at: at(10) },
  { answered_at: at(10), ended_at: at(70) },
  { answered_at: at(10), ended_at: at(10) },
  { answered_at: at(0), ended_at: at(40_000_000) },
  { answered_at: at(40_000_000) },
  { ended_at: at(70) },
  { wait_seconds: 7, duration_seconds: 5 },
  { duration_seconds: 5 },
  { status: 'open', answered_at: at(10), duration_seconds: 5 },
  { status: 'abandoned' },
  { status: 'abandoned', duration_seconds: 5 },
  { status: 'abandoned', wait_seconds: 7 },
  { status: 'abandoned', wait_seconds: 7, ended_at: at(9) },
  { status: 'abandoned', answered_at: at(3) },
  { status: 'missed', ended_at: at(40) },
  { status: 'missed', ended_at: at(40), duration_seconds: 5 },
  { status: 'missed', ended_at: at(40_000_000) },
  { started_at: '2100-12-31T23:59:00Z', duration_seconds: 60 },
])('an interaction with the times %j is the same when it is taken in again', (fields) => {
  const record = kept({ ...call, ...fields }) as InteractionRecord;
  const sent = sentInteraction(record, record.body, record.personal, record.transcript);
  expect(kept(again(sent))).toEqual(record);
});

test.each<object>([
  {},
  { agent_id: 'ann' },
  { team_id: 'red' },
  { agent_id: 'ann', team_id: 'red', channel: 'sms', sent_at: at(-60), comment: 'Good' },
  { sent_at: at(1) },
])('so is an evaluation with %j', (fields) => {
  const sent = { type: 'evaluation', id: 'e-1', interaction_id: 'c-1', rating: 4, responded_at: at(0) };
  const record = kept({ ...sent, ...fields }) as EvaluationRecord;
  expect(kept(again(sentEvaluation(record, record.body, record.text)))).toEqual(record);
});
