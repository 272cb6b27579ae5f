import { useEffect, useState } from 'preact/hooks';
import { hasRecords } from '../api/has-records.ts';
import { ask } from '../api/request.ts';
import { FIRST_STEPS } from '../messages/first-steps.ts';
import { useTexts } from '../messages/language.ts';
import { isAdmin, useSession } from '../session.ts';
import { Card } from './card.tsx';
import { CopyButton } from './copy-button.tsx';
import '../styles/first-steps.css';

const LOOK_MS = 5_000;
const SCOPES = ['ingest:write', 'analytics:read'];

/** How a tenant without data sends its first record. Looks every 5 seconds whether it has, and then says so once. */
export function FirstSteps({ onArrived }: { onArrived(): void }) {
  const session = useSession();
  const { tenant } = session;
  const texts = useTexts(FIRST_STEPS);
  const [key, setKey] = useState<string>();
  const [error, setError] = useState('');
  const hasArrived = useArrival(tenant, onArrived);
  const create = async () => {
    setError('');
    const body = { name: texts.keyName, scopes: SCOPES };
    await ask<{ key: string }>('/api/v1/api-keys', { method: 'POST', body, tenant }).then(
      (made) => setKey(made.key),
      (cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)),
    );
  };
  const [command] = useState(() => commandAt(new Date()));
  const text = command.replace('KEY', key ?? 'KEY');
  return (
    <Card title={texts.title} note={texts.note}>
      <ol class="first-steps">
        <li>
          <h3>{texts.key}</h3>
          {isAdmin(session) ? <p class="soft">{texts.keyText}</p> : <p>{texts.askAdmin}</p>}
          {isAdmin(session) && !key && (
            <div>
              <button type="button" class="button is-primary" onClick={() => void create()}>
                {texts.create}
              </button>
            </div>
          )}
          {error && (
            <p class="field-error" role="alert" lang="en">
              {error}
            </p>
          )}
          {key && (
            <>
              <p role="status">{texts.created}</p>
              <div class="first-steps-code">
                <pre>{key}</pre>
                <CopyButton text={key} name={texts.key} />
              </div>
            </>
          )}
        </li>
        <li>
          <h3>{texts.send}</h3>
          <p class="soft">{texts.sendText}</p>
          <div class="first-steps-code">
            <pre>{text}</pre>
            <CopyButton text={text} name={texts.send} />
          </div>
        </li>
        <li>
          <h3>{texts.wait}</h3>
          <p role="status">{hasArrived ? texts.arrived : texts.waiting}</p>
        </li>
      </ol>
      <p class="soft small">
        {texts.more}{' '}
        <a href="/docs" target="_blank" rel="noreferrer">
          {texts.docs}
        </a>
      </p>
    </Card>
  );
}

function useArrival(tenant: string, onArrived: () => void): boolean {
  const [hasArrived, setHasArrived] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    let wait: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      // A failed look is followed by the next one.
      const isThere = await hasRecords(tenant, abort.signal).catch(() => false);
      if (abort.signal.aborted) return;
      if (!isThere) {
        wait = setTimeout(() => void look(), LOOK_MS);
        return;
      }
      setHasArrived(true);
      onArrived();
    };
    wait = setTimeout(() => void look(), LOOK_MS);
    return () => {
      abort.abort();
      clearTimeout(wait);
    };
  }, [tenant]);
  return hasArrived;
}

const MINUTE_MS = 60_000;

/** A command that sends one call which ended two minutes before `now`. */
function commandAt(now: Date): string {
  const at = (minutesAgo: number) =>
    new Date(now.getTime() - minutesAgo * MINUTE_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  const record = {
    type: 'interaction',
    id: 'first-call',
    kind: 'call',
    status: 'completed',
    started_at: at(6),
    answered_at: at(5),
    ended_at: at(2),
    queue_id: 'sales',
    agent_id: 'ana',
  };
  return [
    `curl ${location.origin}/api/v1/ingest \\`,
    "  -H 'Authorization: Bearer KEY' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify({ records: [record] })}'`,
  ].join('\n');
}
