import { describe, expect, test } from 'vitest';
import { kept, NOW, refusals } from './context.ts';

const digest = expect.stringMatching(/^[0-9a-f]{32}$/);

describe('a dimension', () => {
  test.each([
    ['agent', { name: ' Ana ' }, { name: 'Ana', active: true, kind: 'human' }],
    [
      'agent',
      { department_id: 'd', team_id: 't', kind: 'ai', active: false, name: 'Aria' },
      { name: 'Aria', active: false, kind: 'ai', team_id: 't', department_id: 'd' },
    ],
    ['team', { name: 'Blue' }, { name: 'Blue', active: true }],
    ['department', { name: 'Sales', active: false }, { name: 'Sales', active: false }],
    ['campaign', { name: 'Spring' }, { name: 'Spring', active: true }],
    ['call_center', { name: 'Recife' }, { name: 'Recife', active: true }],
    ['engagement', { name: 'Retention' }, { name: 'Retention', active: true }],
    [
      'email_channel',
      { address: ' help@example.com ', status: 'active' },
      { address: 'help@example.com', status: 'active' },
    ],
    [
      'article',
      { title: ' Refunds ', slug: 'refunds', status: 'draft' },
      { title: 'Refunds', slug: 'refunds', status: 'draft' },
    ],
  ])('%s %j', (type, fields, body) => {
    const record = kept({ type, id: 'x-1', ...fields });
    expect(record).toEqual({ type, id: 'x-1', version: NOW, deleted: false, digest, body });
    expect('body' in record && JSON.stringify(record.body)).toBe(JSON.stringify(body));
  });

  test.each([
    ['agent', {}, ['name: Required: text of 1 to 200 characters']],
    ['agent', { name: ' ' }, ['name: Must be text of 1 to 200 characters']],
    ['agent', { name: 'Ana', kind: 'bot' }, ['kind: Must be one of human, ai']],
    [
      'team',
      { name: 'Blue', kind: 'human' },
      ['kind: Unknown field; accepted: type, updated_at, deleted, id, name, active'],
    ],
    ['team', { name: 'Blue', active: 'no' }, ['active: Must be true or false']],
    ['email_channel', { address: 'help', status: 'active' }, ['address: Must be an e-mail address']],
    [
      'email_channel',
      { address: '', status: 'on' },
      ['address: Must be an e-mail address', 'status: Must be one of active, inactive'],
    ],
    [
      'article',
      { title: 'x'.repeat(201), slug: '', status: 'published' },
      ['title: Must be text', 'slug: Must be text'],
    ],
    ['article', { title: 'x', slug: 'x' }, ['status: Required: one of published, draft, archived']],
  ])('%s %j is refused', (type, fields, errors) => {
    expect(refusals({ type, id: 'x-1', ...fields })).toEqual(
      errors.map((error) => expect.stringContaining(error)),
    );
  });
});

describe('daily counters', () => {
  test.each([
    [
      { type: 'article_stats', article_id: 'ar-1', date: '2026-03-09', views: 9, helpful: 2, not_helpful: 0 },
      { dimension_id: 'ar-1', id: '2026-03-09/ar-1', body: { views: 9, helpful: 2, not_helpful: 0 } },
    ],
    [
      {
        type: 'email_channel_stats',
        email_channel_id: 'ec/1',
        date: '2024-02-29',
        bounced_contacts: 1,
        complained_contacts: 0,
      },
      { dimension_id: 'ec/1', id: '2024-02-29/ec/1', body: { bounced_contacts: 1, complained_contacts: 0 } },
    ],
  ])('%j', (raw, expected) => {
    expect(kept(raw)).toEqual({
      type: raw.type,
      date: raw.date,
      version: NOW,
      deleted: false,
      digest,
      ...expected,
    });
  });

  test.each([
    [
      { date: '2026-02-29' },
      ['date: Must be a day of the calendar from 1970-01-01 to 2100-12-31, written YYYY-MM-DD'],
    ],
    [{ date: '2026-03-09T00:00:00Z' }, ['date: Must be a day of the calendar']],
    [{ article_id: undefined }, ['article_id: Required']],
    [{ id: 'x' }, ['id: Unknown field']],
    [{ views: undefined }, ['views: Required: a whole number from 0 to 1000000000']],
    [{ helpful: -1 }, ['helpful: Must be a whole number']],
    [{ not_helpful: 0.5 }, ['not_helpful: Must be a whole number']],
  ])('%j is refused', (fields, errors) => {
    const raw = {
      type: 'article_stats',
      article_id: 'ar-1',
      date: '2026-03-09',
      views: 9,
      helpful: 2,
      not_helpful: 0,
    };
    expect(refusals({ ...raw, ...fields })).toEqual(errors.map((error) => expect.stringContaining(error)));
  });
});
