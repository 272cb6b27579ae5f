import { useAnswer } from '../api/use-answer.ts';
import { showBucket } from '../format/time.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { QUEUES } from '../messages/queues.ts';
import { useSession } from '../session.ts';
import { Card } from './card.tsx';
import { Failed, Skeleton } from './states.tsx';

interface Policy {
  id: string;
  name: string;
  applies_to: 'all' | { queue?: string; department?: string; channel?: string };
  effective_from: string;
  seconds: number;
  target_percent: number;
  short_abandon_seconds: number;
  abandoned: 'negative' | 'ignored' | 'positive';
  overflowed: 'counted' | 'ignored';
}

/** The policy that judges contacts of a queue that start today, unless that of a department or channel does. */
export function QueuePolicy({ queue }: { queue: string }) {
  const { time_zone } = useSession();
  const texts = useTexts(QUEUES);
  const locale = useLocale();
  const { answer, error } = useAnswer<{ policies: readonly Policy[] }>('/api/v1/service-level-policies');
  const policies = answer?.policies;
  const policy = policies && policyOf(policies, queue, dateIn(time_zone));
  return (
    <Card title={texts.policy} width="half">
      {error && <Failed error={error} />}
      {!error && !policies && <Skeleton height="8rem" />}
      {policies && !policy && <p>{texts.noPolicy}</p>}
      {policy && (
        <>
          <p>
            <strong>{policy.name}</strong> <span class="badge">{texts.since(showDate(policy, locale))}</span>
          </p>
          <p class="policy-rule">{texts.rule(policy.seconds, policy.target_percent)}</p>
          <ul class="soft small">
            <li>{policy.applies_to === 'all' ? texts.appliesTo.all : texts.appliesTo.queue}</li>
            <li>{texts.abandoned[policy.abandoned]}</li>
            <li>{texts.shortAbandon(policy.short_abandon_seconds)}</li>
            <li>{texts.overflowed[policy.overflowed]}</li>
          </ul>
          {policy.applies_to === 'all' && <p class="small soft">{texts.policyPart}</p>}
        </>
      )}
    </Card>
  );
}

/** The last version that has begun: of the queue, else of all. */
function policyOf(policies: readonly Policy[], queue: string, today: string): Policy | undefined {
  const begun = policies.filter(({ effective_from }) => effective_from <= today);
  const lastOf = (fits: (policy: Policy) => boolean) =>
    begun
      .filter(fits)
      .sort((a, b) => a.effective_from.localeCompare(b.effective_from))
      .at(-1);
  return (
    lastOf(({ applies_to: to }) => to !== 'all' && to.queue === queue) ??
    lastOf(({ applies_to: to }) => to === 'all')
  );
}

/** Today as YYYY-MM-DD in a zone. */
function dateIn(zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
}

function showDate({ effective_from: date }: Policy, locale: string): string {
  return `${showBucket(date, 'day', locale)} ${date.slice(0, 4)}`;
}
