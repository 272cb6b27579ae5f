import { expect, test } from 'vitest';
import { filtersOf } from '../../../src/exports/filters.ts';
import type { ExportSpec } from '../../../src/exports/spec.ts';

test.each<[spec: ExportSpec, shown: string]>([
  [{ kind: 'reviews' }, ''],
  [
    { kind: 'reviews', campaignId: 'c', callCenterId: 'l', engagementId: 'e' },
    'Campaign: c, Call center: l, Engagement: e',
  ],
  [{ kind: 'report', type: 'cost_summary', agentIds: [], includeFields: [] }, ''],
  [
    { kind: 'report', type: 'cost_summary', agentIds: ['a', 'b'], channel: 'chat', includeFields: [] },
    'Agents: a, b, Channel: chat',
  ],
  [
    { kind: 'analytics', scope: 'all', callDetails: true, conversations: false, transcripts: false },
    'Scope: all, Call details: yes, Conversations: no, Transcripts: no',
  ],
  [
    { kind: 'analytics', scope: 'voice', callDetails: false, conversations: false, transcripts: true },
    'Scope: voice, Call details: no, Conversations: no',
  ],
  [
    { kind: 'analytics', scope: 'conversations', callDetails: true, conversations: false, transcripts: true },
    'Scope: conversations, Conversations: yes, Transcripts: yes',
  ],
  [
    { kind: 'analytics', scope: 'performance', callDetails: true, conversations: false, transcripts: false },
    'Scope: performance, Conversations: no',
  ],
  [
    {
      kind: 'query',
      columns: [],
      query: {
        metrics: ['total_calls'],
        filters: [
          { dimension: 'channel', in: ['phone', null] },
          { dimension: 'team', not_in: ['night'] },
          { dimension: 'agent', is_set: true },
          { dimension: 'topic', is_set: false },
        ],
        having: [{ metric: 'total_calls', gte: 10, lt: 20 }],
      },
    },
    'channel: phone, no value, team: not night, agent: any value, topic: no value, ' +
      'total_calls: ≥ 10, total_calls: < 20',
  ],
  [{ kind: 'tenant' }, ''],
])('%j shows %j', (spec, shown) => {
  expect(
    filtersOf(spec)
      .map(({ label, value }) => `${label}: ${value}`)
      .join(', '),
  ).toBe(shown);
});
