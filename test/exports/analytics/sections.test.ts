import { expect, test } from 'vitest';
import { aCall, aChat } from '../../support/records.ts';
import { analyticsClient, pagesOf, type Wanted } from './client.ts';

const ALL = { callDetails: true, conversations: true };

test.each<[Wanted, string]>([
  [{ scope: 'voice' }, 'summary_by_day'],
  [{ scope: 'voice', callDetails: true }, 'summary_by_day call'],
  [{ scope: 'voice', ...ALL }, 'summary_by_day call conversation'],
  [{ scope: 'conversations' }, 'conversation'],
  [{ scope: 'conversations', ...ALL }, 'conversation'],
  [{ scope: 'all' }, 'summary_by_day sla resolution agent team'],
  [{ scope: 'all', ...ALL }, 'summary_by_day call conversation sla resolution agent team'],
  [{ scope: 'sla_quality', callDetails: true }, 'sla'],
  [{ scope: 'sla_quality', ...ALL }, 'conversation sla'],
  [{ scope: 'resolution_rates', callDetails: true }, 'resolution'],
  [{ scope: 'resolution_rates', ...ALL }, 'conversation resolution'],
  [{ scope: 'performance', callDetails: true }, 'agent team'],
  [{ scope: 'performance', ...ALL }, 'conversation agent team'],
  [{ scope: 'agent_time' }, 'agents_time_total agents_time_by_day agent_time agent_time_by_day'],
  [{ scope: 'queues' }, 'queues_total queues_by_day queue queue_by_day'],
  [{ scope: 'queues', ...ALL }, 'conversation queues_total queues_by_day queue queue_by_day'],
])('%j holds %s', async (wanted, names) => {
  const { layout, sections } = (await analyticsClient()).open(wanted);
  expect(layout).toBe('sections');
  expect(sections.map(({ name }) => name).join(' ')).toBe(names);
});

test('a transcript is a last column of calls and conversations, only where it was asked for', async () => {
  const client = await analyticsClient();
  const withTranscript = (transcripts: boolean) =>
    client
      .open({ scope: 'all', ...ALL, transcripts })
      .sections.filter(({ columns }) => columns.some(({ name }) => name === 'transcript'))
      .map(({ name, columns }) => [name, columns.at(-1)?.name]);
  expect(withTranscript(false)).toEqual([]);
  expect(withTranscript(true)).toEqual([
    ['call', 'transcript'],
    ['conversation', 'transcript'],
  ]);
});

test('an empty period has its days and no other row', async () => {
  const client = await analyticsClient({ timeZone: 'Europe/Paris' });
  const wanted = { scope: 'all', ...ALL, from: '2026-03-28', to: '2026-03-30' } as const;
  const rows = await client.rows(wanted);
  const days = ['2026-03-28', '2026-03-29', '2026-03-30'];
  expect(rows.summary_by_day?.map(({ date }) => date)).toEqual(days);
  expect(rows.resolution?.map(({ date }) => date)).toEqual(days);
  const counts: [string, number | null][] = [];
  for (const { name, count } of client.open(wanted).sections) counts.push([name, await count()]);
  expect(Object.fromEntries(counts)).toEqual({
    summary_by_day: 3,
    call: 0,
    conversation: 0,
    sla: 0,
    resolution: 3,
    agent: 0,
    team: 0,
  });
  expect(Object.values(rows).flat()).toHaveLength(6);
});

test('pages follow one another by start and id without a gap or a repetition', async () => {
  const client = await analyticsClient();
  const ids = Array.from({ length: 1_001 }, (_, index) => `i${String(index).padStart(4, '0')}`);
  const record = (id: string, index: number) => {
    const started_at = `2026-03-10T12:00:0${Math.floor(index / 300)}Z`;
    return index % 3 === 0 ? aCall(id, { started_at }) : aChat(id, { started_at, transcript: `of ${id}` });
  };
  const records = ids.map(record);
  await client.send(...records.slice(0, 600));
  await client.send(...records.slice(600));
  for (const [transcripts, pageCount] of [
    [false, 3],
    [true, 21],
  ] as const) {
    const { sections } = client.open({ ...ALL, transcripts });
    for (const [index, wanted] of [
      [1, ids.filter((_, at) => at % 3 === 0)],
      [2, ids.filter((_, at) => at % 3 !== 0)],
    ] as const) {
      const section = sections[index];
      if (!section) throw new Error('The section is missing.');
      const pages = await pagesOf(section);
      expect(pages.length).toBe(pageCount);
      expect(pages.flat().map(([id]) => id)).toEqual(wanted);
      expect(await section.count()).toBe(wanted.length);
    }
  }
});

test('a column that several sections have is of one type, so that one table holds them all', async () => {
  const { sections } = (await analyticsClient()).open({ scope: 'all', ...ALL, transcripts: true });
  const types = new Map<string, Set<string>>();
  for (const { name, type } of sections.flatMap(({ columns }) => columns)) {
    types.set(name, (types.get(name) ?? new Set()).add(type));
  }
  expect([...types].filter(([, found]) => found.size > 1)).toEqual([]);
  expect(types.has('section')).toBe(false);
});
