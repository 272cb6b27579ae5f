import { useState } from 'preact/hooks';
import { useMembers } from '../api/members.ts';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Form, Input, numberOf, Select, textOf } from '../components/form.tsx';
import { ListTable } from '../components/list-table.tsx';
import { MemberSelect } from '../components/member-select.tsx';
import { Nothing } from '../components/states.tsx';
import { useTexts } from '../messages/language.ts';
import { POLICIES } from '../messages/policies.ts';
import { isAdmin, useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';

const TARGETS = ['queue', 'department', 'channel'] as const;
type Target = (typeof TARGETS)[number];

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

const PATH = '/api/v1/service-level-policies';

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

function today(zone: string): string {
  return new Date().toLocaleDateString('sv', { timeZone: zone });
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

function PolicyForm({ onAdded }: { onAdded(): void }) {
  const { tenant, time_zone } = useSession();
  const texts = useTexts(POLICIES);
  const [target, setTarget] = useState<'all' | Target>('all');
  const add = async (values: FormData) => {
    const body = {
      name: textOf(values, 'name') ?? '',
      applies_to: target === 'all' ? 'all' : { [target]: textOf(values, `applies_to.${target}`) ?? '' },
      effective_from: textOf(values, 'effective_from') ?? '',
      seconds: numberOf(values, 'seconds'),
      target_percent: numberOf(values, 'target_percent'),
      short_abandon_seconds: numberOf(values, 'short_abandon_seconds'),
      abandoned: values.get('abandoned'),
      overflowed: values.get('overflowed'),
    };
    await ask(PATH, { method: 'POST', body, tenant });
    onAdded();
  };
  return (
    <Card title={texts.add} note={texts.addNote}>
      <Form send={add} submit={texts.submit} done={texts.added}>
        <div class="form-grid">
          <Input name="name" label={texts.name} required />
          <Select
            name="target"
            label={texts.appliesTo}
            value={target}
            options={[['all', texts.all], ...TARGETS.map((each) => [each, texts[each]] as const)]}
            onChange={(chosen) => setTarget(chosen as Target)}
          />
          {target !== 'all' && (
            <MemberSelect
              key={target}
              dimension={target}
              name={`applies_to.${target}`}
              label={texts.member}
            />
          )}
          <Input name="effective_from" label={texts.from} type="date" value={today(time_zone)} required />
          <Input
            name="seconds"
            label={texts.seconds}
            type="number"
            min={0}
            max={86_400}
            value={20}
            required
          />
          <Input
            name="target_percent"
            label={texts.target}
            type="number"
            min={1}
            max={100}
            value={80}
            required
          />
          <Input
            name="short_abandon_seconds"
            label={texts.short}
            hint={texts.shortHint}
            type="number"
            min={0}
            max={86_400}
            value={5}
          />
          <Select name="abandoned" label={texts.abandoned} options={Object.entries(texts.abandonedValues)} />
          <Select
            name="overflowed"
            label={texts.overflowed}
            options={Object.entries(texts.overflowedValues)}
          />
        </div>
      </Form>
    </Card>
  );
}

function FreezeCard({ frozen, onFrozen }: { frozen: string | null; onFrozen(): void }) {
  const { tenant } = useSession();
  const texts = useTexts(POLICIES);
  const [through, setThrough] = useState('');
  const freeze = async () => {
    await ask(`${PATH}/freeze`, { method: 'POST', body: { through }, tenant });
    onFrozen();
  };
  return (
    <Card title={texts.freeze} note={texts.freezeNote}>
      <p>{frozen ? texts.frozen(frozen) : texts.notFrozen}</p>
      <div class="row is-bottom">
        <label class="field">
          {texts.through}
          <input type="date" value={through} onInput={(event) => setThrough(event.currentTarget.value)} />
        </label>
        {through && (
          <Confirm label={texts.freeze} title={texts.freezeTitle(through)} run={freeze} isDanger>
            <p>{texts.freezeText}</p>
          </Confirm>
        )}
      </div>
    </Card>
  );
}
