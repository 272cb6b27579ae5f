import { useState } from 'preact/hooks';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Form, textOf } from '../components/form.tsx';
import { Checks, Input, Select } from '../components/form-fields.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Nothing } from '../components/states.tsx';
import { showInstant } from '../format/time.ts';
import { API_KEYS } from '../messages/api-keys.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';

interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: readonly string[];
  expires_at: string | null;
  last_used_at: string | null;
  allowed_ips: readonly string[];
}

const DAY_MS = 86_400_000;
const PATH = '/api/v1/api-keys';

/** The API keys: creating, rotating and revoking them. A new one is shown once. */
export function ApiKeySettings() {
  const { tenant } = useSession();
  const texts = useTexts(API_KEYS);
  const loaded = useAnswer<{ api_keys: ApiKey[] }>(PATH);
  const [secret, setSecret] = useState<string>();
  const rotate = async ({ id }: ApiKey) => {
    const { key } = await ask<{ key: string }>(`${PATH}/${id}/rotate`, { method: 'POST', body: {}, tenant });
    setSecret(key);
    loaded.reload();
  };
  const revoke = async ({ id }: ApiKey) => {
    await ask(`${PATH}/${id}`, { method: 'DELETE', tenant });
    loaded.reload();
  };
  const create = async (values: FormData) => {
    const expiry = values.get('expiry');
    const body = {
      name: textOf(values, 'name') ?? '',
      scopes: values.getAll('scopes'),
      allowed_ips: (textOf(values, 'allowed_ips') ?? '').split(/[\s,]+/).filter(Boolean),
      ...(expiry === 'never' && { expires_at: null }),
      ...(expiry === 'month' && { expires_at: inDays(30) }),
    };
    const { key } = await ask<{ key: string }>(PATH, { method: 'POST', body, tenant });
    setSecret(key);
    loaded.reload();
  };
  return (
    <>
      {secret && (
        <Card title={texts.secret} note={texts.secretText}>
          <div class="secret" role="status">
            <code>{secret}</code>
            <CopyButton text={secret} name={texts.secret} />
            <button type="button" class="button" onClick={() => setSecret(undefined)}>
              {texts.hide}
            </button>
          </div>
        </Card>
      )}
      <Loaded of={loaded}>
        {({ api_keys }) =>
          api_keys.length === 0 ? (
            <Nothing title={texts.none}>{texts.noneHint}</Nothing>
          ) : (
            <Card title={texts.list}>
              <KeyList keys={api_keys} rotate={rotate} revoke={revoke} />
            </Card>
          )
        }
      </Loaded>
      <Card title={texts.create} note={texts.createHint}>
        <Form send={create} submit={texts.submit} done={texts.created}>
          <div class="form-grid">
            <Input name="name" label={texts.name} hint={texts.nameHint} required />
            <Select name="expiry" label={texts.expires} options={Object.entries(texts.expiry)} />
            <Input name="allowed_ips" label={texts.ips} hint={texts.ipsHint} placeholder="203.0.113.0/24" />
          </div>
          <Checks
            name="scopes"
            label={texts.scopes}
            options={Object.entries(texts.scope).map(([scope, name]) => [scope, `${name} (${scope})`])}
            values={['analytics:read']}
          />
        </Form>
      </Card>
    </>
  );
}

function KeyList(props: {
  keys: readonly ApiKey[];
  rotate(key: ApiKey): Promise<void>;
  revoke(key: ApiKey): Promise<void>;
}) {
  const { time_zone } = useSession();
  const texts = useTexts(API_KEYS);
  const locale = useLocale();
  return (
    <ListTable
      items={props.keys}
      keyOf={({ id }) => id}
      caption={texts.list}
      columns={[
        {
          heading: texts.name,
          isText: true,
          show: ({ name, prefix }) => (
            <>
              {name}
              <span class="soft small note">{prefix}…</span>
            </>
          ),
        },
        {
          heading: texts.scopes,
          isText: true,
          show: ({ scopes }) => (
            <span class="wrapped" title={scopes.join(', ')}>
              {scopes.map((scope) => texts.scope[scope] ?? scope).join(', ')}
            </span>
          ),
        },
        {
          heading: texts.from,
          isText: true,
          show: ({ allowed_ips: ips }) => ips.join(', ') || texts.everywhere,
        },
        {
          heading: texts.lastUsed,
          isText: true,
          show: ({ last_used_at: at }) => (at ? showInstant(at, time_zone, locale) : texts.notUsed),
        },
        {
          heading: texts.expires,
          isText: true,
          show: ({ expires_at: at }) => (at ? showInstant(at, time_zone, locale) : texts.never),
        },
        {
          heading: texts.actions,
          show: (key) => (
            <div class="row is-end">
              <Confirm label={texts.rotate} title={texts.rotateTitle(key.name)} run={() => props.rotate(key)}>
                <p>{texts.rotateText}</p>
              </Confirm>
              <Confirm
                label={texts.revoke}
                title={texts.revokeTitle(key.name)}
                run={() => props.revoke(key)}
                isDanger
              >
                <p>{texts.revokeText}</p>
              </Confirm>
            </div>
          ),
        },
      ]}
    />
  );
}

function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
}
