import { useMembers } from '../api/members.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Nothing } from '../components/states.tsx';
import { useTexts } from '../messages/language.ts';
import { POLICIES } from '../messages/policies.ts';
import { isAdmin, useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';
import { FreezeCard, PATH, PolicyForm, TARGETS, type Target, today } from './policy-form.tsx';

interface Policy {
  id: string;
  name: string;
  applies_to: 'all' | Readonly<Partial<Record<Target, string>>>;
  effective_from: string;
  seconds: number;
  target_percent: number;
  short_abandon_seconds: number;
  abandoned: string;
  overflowed: string;
}

interface Policies {
  policies: readonly Policy[];
  frozen_through: string | null;
}

/** The versions of the service-level policies, and, for administrators, new ones and closing days to them. */
export function PolicySettings() {
  const session = useSession();
  const texts = useTexts(POLICIES);
  const loaded = useAnswer<Policies>(PATH);
  return (
    <>
      <Loaded of={loaded}>
        {({ policies }) =>
          policies.length === 0 ? (
            <Nothing title={texts.none}>{texts.noneHint}</Nothing>
          ) : (
            <Card title={texts.list} note={texts.listNote}>
              <PolicyList policies={policies} />
            </Card>
          )
        }
      </Loaded>
      {isAdmin(session) && (
        <>
          <PolicyForm onAdded={loaded.reload} />
          <FreezeCard frozen={loaded.answer?.frozen_through ?? null} onFrozen={loaded.reload} />
        </>
      )}
    </>
  );
}

function keyOf({ applies_to: to }: Policy): string {
  return to === 'all' ? 'all' : JSON.stringify(to);
}

function PolicyList({ policies }: { policies: readonly Policy[] }) {
  const { time_zone } = useSession();
  const texts = useTexts(POLICIES);
  const date = today(time_zone);
  const inForce = new Map<string, string>();
  for (const policy of policies) {
    if (policy.effective_from <= date) inForce.set(keyOf(policy), policy.id);
  }
  const members = {
    queue: useMembers('queue', ''),
    department: useMembers('department', ''),
    channel: useMembers('channel', ''),
  };
  const target = ({ applies_to: to }: Policy) => {
    if (to === 'all') return texts.all;
    const kind = TARGETS.find((each) => to[each] !== undefined)!;
    const name = members[kind]?.find(({ id }) => id === to[kind])?.name ?? to[kind];
    return (
      <>
        {name}
        <span class="soft small note">{texts[kind]}</span>
      </>
    );
  };
  return (
    <ListTable
      items={policies}
      keyOf={({ id }) => id}
      caption={texts.list}
      columns={[
        { heading: texts.appliesTo, show: target, isText: true },
        { heading: texts.name, show: ({ name }) => <span class="wrapped">{name}</span>, isText: true },
        {
          heading: texts.from,
          isText: true,
          show: (policy) => (
            <>
              {policy.effective_from}{' '}
              {inForce.get(keyOf(policy)) === policy.id && <span class="badge is-good">{texts.now}</span>}
            </>
          ),
        },
        {
          heading: texts.rule,
          isText: true,
          show: (policy) => texts.within(policy.target_percent, policy.seconds),
        },
        {
          heading: texts.details,
          isText: true,
          show: ({ short_abandon_seconds: short, abandoned, overflowed }) => (
            <span class="wrapped small">
              {texts.abandoned}: {texts.abandonedValues[abandoned] ?? abandoned} · {texts.overflowed}:{' '}
              {texts.overflowedValues[overflowed] ?? overflowed} · {texts.short}: {short}
            </span>
          ),
        },
      ]}
    />
  );
}
