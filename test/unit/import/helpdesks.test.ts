import { describe, expect, test } from 'vitest';
import freshdesk from '../../../docs/mappings/freshdesk-tickets.json';
import zendesk from '../../../docs/mappings/zendesk-tickets.json';
import { importCells } from './import-row.ts';

const interaction = (fields: object) => ({ type: 'interaction', ...fields });

describe('Zendesk tickets', () => {
  const ticket = {
    id: 35,
    subject: 'Cannot pay',
    status: 'solved',
    priority: 'normal',
    type: 'problem',
    via: { channel: 'email' },
    tags: ['billing', 'vip'],
    created_at: '2026-03-04T09:00:00Z',
    updated_at: '2026-03-05T10:00:00Z',
    requester_id: 501,
    assignee_id: 91,
    group_id: 7,
    satisfaction_rating: { score: 'good', comment: 'Quick' },
    metric_set: { reply_time_in_minutes: { calendar: 15, business: 15 }, solved_at: '2026-03-04T12:00:00Z' },
  };
  test('solved and rated, and open without metrics', async () => {
    expect(await importCells(zendesk, ticket)).toEqual([
      { type: 'agent', id: '91', name: '91' },
      { type: 'team', id: '7', name: '7' },
      interaction({
        id: '35',
        kind: 'conversation',
        channel: 'email',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        first_response_at: '2026-03-04T09:15:00Z',
        ended_at: '2026-03-04T12:00:00Z',
        resolved_at: '2026-03-04T12:00:00Z',
        customer: { id: '501' },
        agent_id: '91',
        team_id: '7',
        category: 'problem',
        topic: 'billing',
        subject: 'Cannot pay',
        priority: 'medium',
      }),
      {
        type: 'evaluation',
        id: '35-rating',
        interaction_id: '35',
        rating: 5,
        comment: 'Quick',
        responded_at: '2026-03-05T10:00:00Z',
      },
    ]);
    const open = {
      ...ticket,
      status: 'pending',
      priority: null,
      type: null,
      tags: [],
      assignee_id: null,
      group_id: null,
      metric_set: undefined,
      satisfaction_rating: { score: 'unoffered' },
      subject: '',
    };
    expect(await importCells(zendesk, open)).toEqual([
      interaction({
        id: '35',
        kind: 'conversation',
        channel: 'email',
        status: 'open',
        started_at: '2026-03-04T09:00:00Z',
        customer: { id: '501' },
      }),
    ]);
  });
});

describe('Freshdesk tickets', () => {
  test('closed, with all columns', async () => {
    const ticket = {
      'Ticket ID': '77',
      Subject: 'Cannot pay',
      Status: 'Closed',
      Priority: 'High',
      Source: 'Portal',
      Type: 'Question',
      Agent: 'Ann Lee',
      Group: 'Billing',
      'Created time': '2026-03-04 09:00:00',
      'Closed time': '2026-03-04 12:00:00',
      'Last update time': '2026-03-04 13:00:00',
      'Initial response time': '2026-03-04 09:10:00',
      'Survey results': 'Extremely Happy',
      Email: 'pat@example.com',
    };
    expect(await importCells(freshdesk, ticket)).toEqual([
      { type: 'agent', id: 'ann-lee', name: 'Ann Lee' },
      { type: 'team', id: 'billing', name: 'Billing' },
      interaction({
        id: '77',
        kind: 'conversation',
        channel: 'portal',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        first_response_at: '2026-03-04T09:10:00Z',
        ended_at: '2026-03-04T12:00:00Z',
        resolved_at: '2026-03-04T12:00:00Z',
        customer: { email: 'pat@example.com' },
        agent_id: 'ann-lee',
        team_id: 'billing',
        category: 'Question',
        subject: 'Cannot pay',
        priority: 'high',
      }),
      {
        type: 'evaluation',
        id: '77-survey',
        interaction_id: '77',
        rating: 5,
        responded_at: '2026-03-04T13:00:00Z',
      },
    ]);
  });

  test('open, with few columns', async () => {
    const ticket = {
      'Ticket ID': '78',
      Status: 'Open',
      Priority: 'Low',
      Source: 'Phone',
      Agent: 'No Agent',
      'Created time': '2026-03-04 09:00:00',
      'Last update time': '2026-03-04 13:00:00',
    };
    expect(await importCells(freshdesk, ticket)).toEqual([
      interaction({
        id: '78',
        kind: 'call',
        channel: 'phone',
        status: 'open',
        started_at: '2026-03-04T09:00:00Z',
        priority: 'low',
      }),
    ]);
  });
});
