import { useMemberNames } from '../api/members.ts';
import type { Unit } from '../api/query.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Course, type Stretch } from '../components/course.tsx';
import { type Detail, Details } from '../components/details.tsx';
import { Failed, Skeleton } from '../components/states.tsx';
import { showInstant } from '../format/time.ts';
import { showValue } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { RECORDS } from '../messages/records.ts';
import { VALUES } from '../messages/values.ts';
import { useSession } from '../session.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';

/** What GET /api/v1/interactions/:id answers, as far as it is not only listed. */
interface Interaction extends Readonly<Record<string, unknown>> {
  id: string;
  kind: string;
  channel: string;
  status: string;
  started_at: string;
  answered_at: string | null;
  first_response_at: string | null;
  ended_at: string | null;
  queued_at: string | null;
  customer: Readonly<Record<string, string | null>>;
  sla: { first_response_seconds: number | null; resolution_seconds: number | null } | null;
  sentiment: { label: string; score: number | null } | null;
  cost: Readonly<Record<string, number | null>> | null;
  messages: { inbound: number | null; outbound: number | null } | null;
  legs:
    | readonly (Pick<Stretch, 'started_at' | 'answered_at' | 'ended_at'> & {
        agent_id: string | null;
        queue_id: string | null;
        disposition: string;
      })[]
    | null;
  names: Readonly<Record<string, string>>;
  evaluations: readonly {
    id: string;
    rating: number | null;
    comment: string | null;
    responded_at: string | null;
  }[];
  quality_reviews: readonly { id: string; status: string; score: number | null; created_at: string | null }[];
  counts_from: {
    time_zone: string;
    date: string;
    as_call: boolean;
    as_conversation: boolean;
    as_ended: boolean;
  };
}

const INSTANTS = [
  'started_at',
  'queued_at',
  'answered_at',
  'first_response_at',
  'resolved_at',
  'reopened_at',
  'ended_at',
  'updated_at',
];
const SECONDS = ['wait_seconds', 'ring_seconds', 'duration_seconds', 'hold_seconds', 'wrap_seconds'];
const MEMBERS = [
  'agent_id',
  'team_id',
  'department_id',
  'queue_id',
  'campaign_id',
  'call_center_id',
  'engagement_id',
  'email_channel_id',
  'article_id',
];
const WORDS = [
  'channel',
  'direction',
  'status',
  'outcome',
  'priority',
  'category',
  'topic',
  'subject',
  'intent',
  'transferred',
  'first_contact_resolved',
  'resolved_by',
  'holds',
  'reopens',
  'has_transcript',
];

/** One interaction as it is stored, masked as the API gives it: all fields, its course, its ratings. */
export function RecordPage({ id }: { id: string }) {
  const { link, view } = useView();
  const texts = useTexts(RECORDS);
  const values = useTexts(VALUES);
  const loaded = useAnswer<Interaction>(`/api/v1/interactions/${encodeURIComponent(id)}`);
  const record = loaded.answer;
  const word = (value: string) => values[value] ?? value;
  return (
    <Page title={record ? `${word(record.kind)} ${id}` : id} controls="none">
      <p>
        <a href={link({ path: ['records'], own: view.own })}>← {texts.back}</a>
      </p>
      {loaded.error && <Failed title={texts.missing} error={loaded.error} again={loaded.reload} />}
      {!record && !loaded.error && <Skeleton height="30rem" />}
      {record && <Parts record={record} />}
    </Page>
  );
}

function Parts({ record }: { record: Interaction }) {
  const texts = useTexts(RECORDS);
  const values = useTexts(VALUES);
  const locale = useLocale();
  const { view } = useView();
  const session = useSession();
  const zone = view.zone ?? session.time_zone;
  const named = (field: string) => texts.fields[field] ?? field;
  const word = (value: unknown) =>
    value === null || value === undefined ? null : (values[String(value)] ?? String(value));
  const figure = (value: number | null | undefined, unit: Unit) =>
    typeof value === 'number' ? showValue(value, unit, locale) : null;
  const instant = (at: unknown) => (typeof at === 'string' ? showInstant(at, zone, locale) : null);
  const agents = useMemberNames('agent', [...new Set(record.legs?.map(({ agent_id }) => agent_id))]);
  const { sla, cost, sentiment, messages, customer, counts_from: counted } = record;
  const details: Detail[] = [
    ...MEMBERS.map((field): Detail => [named(field), record.names[field] ?? word(record[field])]),
    ...WORDS.map((field): Detail => [named(field), word(record[field])]),
    ...SECONDS.map((field): Detail => [named(field), figure(record[field] as number | null, 'seconds')]),
    [named('messages'), messages && `${messages.inbound ?? 0} / ${messages.outbound ?? 0}`],
    [
      named('sentiment'),
      sentiment && `${word(sentiment.label)} ${figure(sentiment.score, 'sentiment') ?? ''}`,
    ],
    [named('sla_first'), figure(sla?.first_response_seconds, 'seconds')],
    [named('sla_resolution'), figure(sla?.resolution_seconds, 'seconds')],
  ];
  return (
    <>
      <Card title={texts.course} note={zone}>
        <Course stretches={stretchesOf(record, { agents, word, leg: texts.leg })} zone={zone} />
        <Details of={INSTANTS.map((field): Detail => [named(field), instant(record[field])])} />
      </Card>
      <Card title={texts.details}>
        <Details of={details} />
      </Card>
      <div class="grid">
        <Card title={texts.customer} note={texts.customerNote} width="half">
          <Details
            of={['id', 'name', 'phone', 'email'].map((field): Detail => [named(field), customer[field]])}
          />
        </Card>
        <Card title={texts.ratings} width="half">
          <Ratings record={record} instant={instant} />
        </Card>
        {cost && (
          <Card title={texts.costs} width="half">
            <Details
              of={['telephony', 'llm', 'stt', 'tts'].map(
                (part): Detail => [named(part), figure(cost[part], 'usd')],
              )}
            />
          </Card>
        )}
        <Card title={texts.counted} note={counted.time_zone} width="half">
          <Details
            of={[
              [named('date'), counted.date],
              [named('as_call'), word(counted.as_call)],
              [named('as_conversation'), word(counted.as_conversation)],
              [named('as_ended'), word(counted.as_ended)],
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function Ratings({ record, instant }: { record: Interaction; instant(at: unknown): string | null }) {
  const texts = useTexts(RECORDS);
  const locale = useLocale();
  const { evaluations, quality_reviews: reviews } = record;
  if (evaluations.length + reviews.length === 0) return <p class="soft">{texts.noRatings}</p>;
  return (
    <>
      {evaluations.map(({ id, rating, comment, responded_at }) => (
        <blockquote key={id} class="rating">
          <strong>{rating === null ? '–' : texts.rating(String(rating))}</strong>{' '}
          <span class="soft small">{instant(responded_at)}</span>
          {comment && <p>{comment}</p>}
        </blockquote>
      ))}
      {reviews.map(({ id, status, score, created_at }) => (
        <p key={id}>
          {texts.reviews}: {showValue(score, 'score', locale)} · {status}{' '}
          <span class="soft small">{instant(created_at)}</span>
        </p>
      ))}
    </>
  );
}

function stretchesOf(
  record: Interaction,
  texts: {
    agents: ReadonlyMap<string, string>;
    word(value: unknown): string | null;
    leg(number: number): string;
  },
): Stretch[] {
  const nameOf = (id: string | null) => (id === null ? null : (texts.agents.get(id) ?? id));
  if (record.legs && record.legs.length > 0) {
    return record.legs.map((leg, place) => ({
      ...leg,
      name: nameOf(leg.agent_id) ?? leg.queue_id ?? texts.leg(place + 1),
      note: texts.word(leg.disposition) ?? '',
    }));
  }
  return [
    {
      name: record.names.agent_id ?? texts.word(record.kind) ?? record.kind,
      note: texts.word(record.status) ?? '',
      started_at: record.queued_at ?? record.started_at,
      answered_at: record.answered_at ?? record.first_response_at,
      ended_at: record.ended_at,
    },
  ];
}
