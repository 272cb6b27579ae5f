import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Failed, Nothing } from '../components/states.tsx';
import { showInstant } from '../format/time.ts';
import { AUDIT_LOG } from '../messages/audit-log.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';
import { useView } from '../view/use-view.tsx';
import { AUDIT_ACTIONS } from './audit-actions.ts';
import { Loaded } from './loaded.tsx';

interface Entry {
  id: string;
  at: string;
  action: string;
  actor: { kind: string; id: string; role: string | null };
  subject: string | null;
  details: Readonly<Record<string, unknown>>;
  repeated: number;
}

interface Page {
  entries: readonly Entry[];
  next_cursor: string | null;
}

/** Who did what, newest first; the filters are in the address. */
export function AuditLogSettings() {
  const { view, go } = useView();
  const texts = useTexts(AUDIT_LOG);
  const { action = '', actor = '', since = '', until = '' } = view.own;
  const asked = new URLSearchParams({
    ...(action && { action }),
    ...(actor && { actor }),
    ...(since && { date_from: since }),
    ...(until && { date_to: until }),
  });
  const set = (name: string, value: string) => go({ own: { ...view.own, [name]: value } }, { replace: true });
  return (
    <>
      <div class="controls">
        <label class="field">
          {texts.from}
          <input type="date" value={since} onChange={(event) => set('since', event.currentTarget.value)} />
        </label>
        <label class="field">
          {texts.to}
          <input type="date" value={until} onChange={(event) => set('until', event.currentTarget.value)} />
        </label>
        <label class="field">
          {texts.action}
          <select value={action} onChange={(event) => set('action', event.currentTarget.value)}>
            <option value="">{texts.allActions}</option>
            {AUDIT_ACTIONS.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          {texts.actor}
          <input type="search" value={actor} onChange={(event) => set('actor', event.currentTarget.value)} />
        </label>
      </div>
      <Entries key={asked.toString()} path={`/api/v1/audit-log?${asked}`} />
    </>
  );
}

function Entries({ path }: { path: string }) {
  const { tenant } = useSession();
  const texts = useTexts(AUDIT_LOG);
  const first = useAnswer<Page>(path);
  const [others, setOthers] = useState<readonly Page[]>([]);
  const [error, setError] = useState<Error>();
  useEffect(() => setOthers([]), [first.answer]);
  const last = others.at(-1) ?? first.answer;
  const more = async (cursor: string) => {
    const page = await ask<Page>(`${path}&cursor=${encodeURIComponent(cursor)}`, { tenant }).catch(
      (cause: unknown) => setError(cause instanceof Error ? cause : new Error(String(cause))),
    );
    if (page) setOthers([...others, page]);
  };
  return (
    <Loaded of={first}>
      {({ entries }) =>
        entries.length === 0 ? (
          <Nothing title={texts.none} />
        ) : (
          <Card title={texts.list} note={texts.listNote}>
            <EntryList entries={[...entries, ...others.flatMap((page) => page.entries)]} />
            {error && <Failed error={error} />}
            {last?.next_cursor && (
              <div>
                <button type="button" class="button" onClick={() => void more(last.next_cursor!)}>
                  {texts.more}
                </button>
              </div>
            )}
          </Card>
        )
      }
    </Loaded>
  );
}

function EntryList({ entries }: { entries: readonly Entry[] }) {
  const { time_zone } = useSession();
  const texts = useTexts(AUDIT_LOG);
  const locale = useLocale();
  return (
    <ListTable
      items={entries}
      keyOf={({ id }) => id}
      caption={texts.list}
      columns={[
        { heading: texts.at, show: ({ at }) => showInstant(at, time_zone, locale), isText: true },
        {
          heading: texts.action,
          isText: true,
          show: ({ action, repeated }) => (
            <>
              <code>{action}</code>
              {repeated > 0 && <span class="soft small note">{texts.repeated(repeated)}</span>}
            </>
          ),
        },
        {
          heading: texts.who,
          isText: true,
          show: ({ actor }) => (
            <span title={actor.id}>
              {actor.id}
              <span class="soft small note">
                {texts.kinds[actor.kind] ?? actor.kind} {actor.role ?? ''}
              </span>
            </span>
          ),
        },
        {
          heading: texts.what,
          show: ({ subject }) => <span class="wrapped small">{subject}</span>,
          isText: true,
        },
        {
          heading: texts.details,
          isText: true,
          show: ({ details }) => (
            <span class="wrapped small">
              {Object.entries(details)
                .map(
                  ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
                )
                .join(' · ')}
            </span>
          ),
        },
      ]}
    />
  );
}
