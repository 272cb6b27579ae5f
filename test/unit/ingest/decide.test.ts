import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/ingest/decide.ts';
import type { Outcome, StoredState, Write } from '../../../src/records/decision.ts';
import type { Evaluation, IngestRecord, Interaction, RecordType } from '../../../src/records/types.ts';

const INTERACTION = { kind: 'call', status: 'completed', started_at: 0 } as Interaction;
const EVALUATION: Evaluation = { rating: 5, has_comment: false, responded_at: 0 };

/** An interaction of this content. */
function call(id: string, version: number, content: string): IngestRecord {
  return {
    type: 'interaction',
    id,
    version,
    deleted: false,
    digest: content,
    body: INTERACTION,
    personal: {},
  };
}

/** An evaluation of this content, of an interaction. */
function rating(id: string, version: number, content: string, interaction_id: string): IngestRecord {
  return {
    type: 'evaluation',
    id,
    version,
    deleted: false,
    digest: content,
    interaction_id,
    body: EVALUATION,
    text: {},
  };
}

function review(id: string, version: number, content: string, interaction_id: string): IngestRecord {
  const body = { status: 'pending', created_at: 0 } as const;
  return { type: 'quality_review', id, version, deleted: false, digest: content, interaction_id, body };
}

/** An agent whose name is its content. */
function agent(id: string, version: number, name: string): IngestRecord {
  return {
    type: 'agent',
    id,
    version,
    deleted: false,
    digest: name,
    body: { name, active: true, kind: 'human' },
  };
}

function views(id: string, version: number, content: string): IngestRecord {
  const [date = '', dimension_id = ''] = id.split('/');
  const body = { views: 1, helpful: 0, not_helpful: 0 };
  return {
    type: 'article_stats',
    id,
    version,
    deleted: false,
    digest: content,
    date,
    dimension_id,
    body,
  };
}

function gone(type: RecordType, id: string, version: number): IngestRecord {
  return { type, id, version, deleted: true };
}

function kept(version: number, digest: string, more: Partial<StoredState> = {}): StoredState {
  return { version, digest, removed: false, ...more };
}

function tombstone(version: number, more: Partial<StoredState> = {}): StoredState {
  return { version, digest: '', removed: true, ...more };
}

interface Case {
  stored?: Record<string, StoredState>;
  records: IngestRecord[];
  outcomes: Outcome[];
  /** By key: `keep 6 b`, `remove 6`, `touch 6`. */
  writes?: Record<string, string>;
  deleted?: Record<string, number>;
}

function inShort(write: Write): string {
  if (write.kind === 'keep') return `keep ${write.record.version} ${write.record.digest}`;
  return `${write.kind} ${write.version}`;
}

const C1 = 'interaction c1';
const E1 = 'evaluation e1';
const Q1 = 'quality_review q1';

const ONE_RECORD: Record<string, Case> = {
  'nothing stored: created': {
    records: [call('c1', 5, 'a')],
    outcomes: ['created'],
    writes: { [C1]: 'keep 5 a' },
  },
  'newer, other content: updated': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 6, 'b')],
    outcomes: ['updated'],
    writes: { [C1]: 'keep 6 b' },
  },
  'equal version, other content: updated': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 5, 'b')],
    outcomes: ['updated'],
    writes: { [C1]: 'keep 5 b' },
  },
  'equal version, equal content: unchanged, nothing written': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 5, 'a')],
    outcomes: ['unchanged'],
  },
  'newer, equal content: unchanged, the version moves': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 6, 'a')],
    outcomes: ['unchanged'],
    writes: { [C1]: 'touch 6' },
  },
  'older, other content: stale': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 4, 'b')],
    outcomes: ['stale'],
  },
  'older, equal content: stale': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 4, 'a')],
    outcomes: ['stale'],
  },
  'another type of the same id is another record': {
    stored: { [C1]: kept(5, 'a') },
    records: [agent('c1', 4, 'Ann')],
    outcomes: ['created'],
    writes: { 'agent c1': 'keep 4 Ann' },
  },
  'daily counters are versioned like all others': {
    stored: { 'article_stats 2026-03-01/a1': kept(5, 'x') },
    records: [
      views('2026-03-01/a1', 4, 'y'),
      views('2026-03-01/a1', 6, 'y'),
      views('2026-03-02/a1', 1, 'y'),
      gone('article_stats', '2026-03-01/a1', 7),
    ],
    outcomes: ['stale', 'updated', 'created', 'deleted'],
    writes: { 'article_stats 2026-03-01/a1': 'remove 7', 'article_stats 2026-03-02/a1': 'keep 1 y' },
  },
};

const DELETIONS: Record<string, Case> = {
  'newer: deleted': {
    stored: { [C1]: kept(5, 'a') },
    records: [gone('interaction', 'c1', 6)],
    outcomes: ['deleted'],
    writes: { [C1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'of equal version: deleted': {
    stored: { [C1]: kept(5, 'a') },
    records: [gone('interaction', 'c1', 5)],
    outcomes: ['deleted'],
    writes: { [C1]: 'remove 5' },
    deleted: { c1: 5 },
  },
  'older than what is stored: stale': {
    stored: { [C1]: kept(5, 'a') },
    records: [gone('interaction', 'c1', 4)],
    outcomes: ['stale'],
  },
  'of an id that never came: unchanged, and remembered': {
    records: [gone('interaction', 'c1', 5)],
    outcomes: ['unchanged'],
    writes: { [C1]: 'remove 5' },
    deleted: { c1: 5 },
  },
  'again, the same version: unchanged, nothing written': {
    stored: { [C1]: tombstone(5) },
    records: [gone('interaction', 'c1', 5)],
    outcomes: ['unchanged'],
  },
  'again, newer: unchanged, the version moves': {
    stored: { [C1]: tombstone(5) },
    records: [gone('interaction', 'c1', 6)],
    outcomes: ['unchanged'],
    writes: { [C1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'again, older: stale': {
    stored: { [C1]: tombstone(5) },
    records: [gone('interaction', 'c1', 4)],
    outcomes: ['stale'],
  },
  'a record older than the deletion: stale': {
    stored: { [C1]: tombstone(5) },
    records: [call('c1', 4, 'a')],
    outcomes: ['stale'],
  },
  'a record newer than the deletion: created': {
    stored: { [C1]: tombstone(5) },
    records: [call('c1', 6, 'a')],
    outcomes: ['created'],
    writes: { [C1]: 'keep 6 a' },
  },
  'a record of the deletion’s version: created': {
    stored: { [C1]: tombstone(5) },
    records: [call('c1', 5, 'a')],
    outcomes: ['created'],
    writes: { [C1]: 'keep 5 a' },
  },
  'of an evaluation leaves its interaction alone': {
    stored: { [C1]: kept(5, 'a'), [E1]: kept(5, 'a', { interactionId: 'c1' }) },
    records: [gone('evaluation', 'e1', 6)],
    outcomes: ['deleted'],
    writes: { [E1]: 'remove 6' },
  },
};

const SAME_ID_TWICE: Record<string, Case> = {
  'in order': {
    records: [call('c1', 5, 'a'), call('c1', 6, 'b')],
    outcomes: ['created', 'updated'],
    writes: { [C1]: 'keep 6 b' },
  },
  'of one version: the later one stays': {
    records: [call('c1', 5, 'a'), call('c1', 5, 'b')],
    outcomes: ['created', 'updated'],
    writes: { [C1]: 'keep 5 b' },
  },
  'newest first: the second is stale': {
    records: [call('c1', 6, 'b'), call('c1', 5, 'a')],
    outcomes: ['created', 'stale'],
    writes: { [C1]: 'keep 6 b' },
  },
  'equal: the second is unchanged': {
    records: [call('c1', 5, 'a'), call('c1', 5, 'a')],
    outcomes: ['created', 'unchanged'],
    writes: { [C1]: 'keep 5 a' },
  },
  'equal and newer: the content is written with the newer version': {
    records: [call('c1', 5, 'a'), call('c1', 7, 'a')],
    outcomes: ['created', 'unchanged'],
    writes: { [C1]: 'keep 7 a' },
  },
  'there and back again writes what was stored': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 6, 'b'), call('c1', 7, 'a')],
    outcomes: ['updated', 'updated'],
    writes: { [C1]: 'keep 7 a' },
  },
  'moved twice: the last version': {
    stored: { [C1]: kept(5, 'a') },
    records: [call('c1', 6, 'a'), call('c1', 8, 'a')],
    outcomes: ['unchanged', 'unchanged'],
    writes: { [C1]: 'touch 8' },
  },
  'deleted, then sent again': {
    stored: { [C1]: kept(5, 'a') },
    records: [gone('interaction', 'c1', 6), call('c1', 7, 'b')],
    outcomes: ['deleted', 'created'],
    writes: { [C1]: 'keep 7 b' },
    deleted: { c1: 6 },
  },
  'sent, then deleted': {
    records: [call('c1', 5, 'a'), gone('interaction', 'c1', 6)],
    outcomes: ['created', 'deleted'],
    writes: { [C1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'sent, then deleted by an older deletion': {
    records: [call('c1', 5, 'a'), gone('interaction', 'c1', 4)],
    outcomes: ['created', 'stale'],
    writes: { [C1]: 'keep 5 a' },
  },
};

const WITH_AN_INTERACTION: Record<string, Case> = {
  'what was stored goes, uncounted': {
    stored: {
      [C1]: kept(5, 'a'),
      [E1]: kept(3, 'a', { interactionId: 'c1' }),
      'evaluation e2': kept(3, 'a', { interactionId: 'c2' }),
    },
    records: [rating('e1', 2, 'b', 'c1'), rating('e2', 2, 'b', 'c2'), gone('interaction', 'c1', 6)],
    outcomes: ['stale', 'stale', 'deleted'],
    writes: { [C1]: 'remove 6', [E1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'what came in the same request before it goes too': {
    records: [
      call('c1', 5, 'a'),
      rating('e1', 5, 'a', 'c1'),
      review('q1', 5, 'a', 'c1'),
      gone('interaction', 'c1', 6),
    ],
    outcomes: ['created', 'created', 'created', 'deleted'],
    writes: { [C1]: 'remove 6', [E1]: 'remove 6', [Q1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'an evaluation newer than the deletion keeps its own version as a tombstone': {
    records: [call('c1', 5, 'a'), rating('e1', 9, 'a', 'c1'), gone('interaction', 'c1', 6)],
    outcomes: ['created', 'created', 'deleted'],
    writes: { [C1]: 'remove 6', [E1]: 'remove 9' },
    deleted: { c1: 6 },
  },
  'what comes after it, older: stale; newer: created, and kept': {
    stored: {
      [E1]: kept(3, 'a', { interactionId: 'c1' }),
      'evaluation e2': kept(3, 'a', { interactionId: 'c1' }),
    },
    records: [gone('interaction', 'c1', 6), rating('e1', 5, 'b', 'c1'), rating('e2', 7, 'b', 'c1')],
    outcomes: ['unchanged', 'stale', 'created'],
    writes: { [C1]: 'remove 6', [E1]: 'remove 6', 'evaluation e2': 'keep 7 b' },
    deleted: { c1: 6 },
  },
  'an evaluation that left it before stays': {
    stored: { [C1]: kept(5, 'a'), [E1]: kept(3, 'a', { interactionId: 'c1' }) },
    records: [rating('e1', 4, 'b', 'c2'), gone('interaction', 'c1', 6)],
    outcomes: ['updated', 'deleted'],
    writes: { [C1]: 'remove 6', [E1]: 'keep 4 b' },
    deleted: { c1: 6 },
  },
  'what went stays removed when the interaction comes back': {
    stored: { [C1]: kept(5, 'a'), [E1]: kept(3, 'a', { interactionId: 'c1' }) },
    records: [gone('interaction', 'c1', 6), call('c1', 7, 'a'), rating('e1', 3, 'a', 'c1')],
    outcomes: ['deleted', 'created', 'stale'],
    writes: { [C1]: 'keep 7 a', [E1]: 'remove 6' },
    deleted: { c1: 6 },
  },
  'a stale deletion removes nothing': {
    stored: { [C1]: kept(5, 'a'), [E1]: kept(3, 'a', { interactionId: 'c1' }) },
    records: [rating('e1', 3, 'a', 'c1'), gone('interaction', 'c1', 4)],
    outcomes: ['unchanged', 'stale'],
  },
};

function run(given: Case): void {
  const stored = new Map(Object.entries(given.stored ?? {}));
  const before = structuredClone(stored);
  const { outcomes, writes, deletedInteractions } = decide(given.records, stored);
  expect(outcomes).toEqual(given.outcomes);
  expect(Object.fromEntries([...writes].map(([key, write]) => [key, inShort(write)]))).toEqual(
    given.writes ?? {},
  );
  expect(Object.fromEntries(deletedInteractions)).toEqual(given.deleted ?? {});
  expect(stored).toEqual(before);
}

describe.each([
  ['a record', ONE_RECORD],
  ['a deletion', DELETIONS],
  ['the same id twice', SAME_ID_TWICE],
  ['deleting an interaction', WITH_AN_INTERACTION],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_name, given) => run(given));
});

describe('deleting a dimension keeps what its record held', () => {
  const ann = { name: 'Ann', active: true, kind: 'human' } as const;

  test.each<[string, Record<string, StoredState>, IngestRecord[], Outcome[], unknown]>([
    [
      'stored',
      { 'agent a1': kept(5, 'Ann', { dimension: ann }) },
      [gone('agent', 'a1', 6)],
      ['deleted'],
      { kind: 'remove', type: 'agent', id: 'a1', version: 6, dimension: ann },
    ],
    [
      'sent in the same request',
      {},
      [agent('a1', 5, 'Ann'), gone('agent', 'a1', 6)],
      ['created', 'deleted'],
      { kind: 'remove', type: 'agent', id: 'a1', version: 6, dimension: ann },
    ],
    [
      'deleted again',
      { 'agent a1': tombstone(5, { dimension: ann }) },
      [gone('agent', 'a1', 6)],
      ['unchanged'],
      { kind: 'remove', type: 'agent', id: 'a1', version: 6, dimension: ann },
    ],
    [
      'never sent',
      {},
      [gone('agent', 'a1', 6)],
      ['unchanged'],
      { kind: 'remove', type: 'agent', id: 'a1', version: 6 },
    ],
  ])('%s', (_, stored, records, outcomes, write) => {
    const decision = decide(records, new Map(Object.entries(stored)));
    expect(decision.outcomes).toEqual(outcomes);
    expect(decision.writes.get('agent a1')).toEqual(write);
  });
});
