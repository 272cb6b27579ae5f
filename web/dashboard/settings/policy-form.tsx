import { useState } from 'preact/hooks';
import { ask } from '../api/request.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Form, numberOf, textOf } from '../components/form.tsx';
import { Input, Select } from '../components/form-fields.tsx';
import { MemberSelect } from '../components/member-select.tsx';
import { useTexts } from '../messages/language.ts';
import { POLICIES } from '../messages/policies.ts';
import { useSession } from '../session.ts';

/** What a policy may apply to, beside everything. */
export const TARGETS = ['queue', 'department', 'channel'] as const;

export type Target = (typeof TARGETS)[number];

/** The policies of the API. */
export const PATH = '/api/v1/service-level-policies';

/** The date of today in a zone. */
export function today(zone: string): string {
  return new Date().toLocaleDateString('sv', { timeZone: zone });
}

/** Adds a version of a policy. */
export function PolicyForm({ onAdded }: { onAdded(): void }) {
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

/** Closes days to new versions, for good. */
export function FreezeCard({ frozen, onFrozen }: { frozen: string | null; onFrozen(): void }) {
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
