import { useEffect, useState } from 'preact/hooks';
import { downloadExport, type Progress, progressOf, type Remembered } from '../api/exports.ts';
import { ApiError } from '../api/request.ts';
import { ListTable } from '../components/list-table.tsx';
import { showInstant } from '../format/time.ts';
import { showValue } from '../format/value.ts';
import { EXPORTS } from '../messages/exports.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';

const POLL_MS = 2_000;
const NOT_FOUND = 404;

/** The exports that were asked for, each with how far it is and its file. */
export function ExportList({ exports }: { exports: readonly Remembered[] }) {
  const texts = useTexts(EXPORTS);
  const { time_zone } = useSession();
  const locale = useLocale();
  return (
    <ListTable
      items={exports}
      caption={texts.list}
      keyOf={({ kind, id }) => `${kind} ${id}`}
      columns={[
        {
          heading: texts.contents,
          show: ({ kind, of }) =>
            kind === 'analytics' || kind === 'report' ? (
              <>
                {texts.scopes[of] ?? of} <span class="soft small">{texts.kinds[kind]}</span>
              </>
            ) : (
              texts.kinds[kind]
            ),
          isText: true,
        },
        {
          heading: texts.period,
          show: ({ from, to }) => (from ? `${from} – ${to}` : ''),
          isText: true,
        },
        { heading: texts.format, show: ({ format }) => texts.formats[format] ?? format, isText: true },
        {
          heading: texts.askedAt,
          show: ({ askedAt }) => showInstant(askedAt, time_zone, locale),
          isText: true,
        },
        { heading: texts.state, show: (asked) => <State asked={asked} />, isText: true },
      ]}
    />
  );
}

function State({ asked }: { asked: Remembered }) {
  const texts = useTexts(EXPORTS);
  const { tenant, time_zone } = useSession();
  const locale = useLocale();
  const progress = useProgress(asked, tenant);
  const [state, setState] = useState<'idle' | 'busy' | { error: string }>('idle');
  if (!progress) return <span class="soft">…</span>;
  const { status, rows = 0, ofRows, error, download, expiresAt } = progress;
  if (status === 'waiting') {
    const count = (value: number) => showValue(value, 'count', locale);
    return (
      <span role="status">
        {texts.states.waiting}{' '}
        {ofRows ? (
          <>
            <progress class="progress" max={ofRows} value={rows} aria-label={texts.state} />{' '}
            {texts.rows(count(rows), count(ofRows))}
          </>
        ) : (
          <progress class="progress" aria-label={texts.state} />
        )}
      </span>
    );
  }
  if (status !== 'completed' || !download) {
    const kind = status === 'failed' ? 'is-bad' : '';
    return (
      <>
        <span class={`badge ${kind}`}>{texts.states[status]}</span>{' '}
        {error && (
          <span class="small" lang="en">
            {error}
          </span>
        )}
      </>
    );
  }
  const fetchFile = async () => {
    setState('busy');
    // The link of the answer is open for minutes only, so a new one is asked for.
    await progressOf(asked, tenant)
      .then((now) =>
        downloadExport(now.download ?? download, `${asked.of}-${asked.id}.${asked.format}`, tenant),
      )
      .then(
        () => setState('idle'),
        (cause: unknown) => setState({ error: cause instanceof Error ? cause.message : String(cause) }),
      );
  };
  return (
    <div class="row">
      <button type="button" class="button" disabled={state === 'busy'} onClick={() => void fetchFile()}>
        {state === 'busy' ? texts.downloading : texts.download}
      </button>
      {expiresAt && <span class="soft small">{texts.until(showInstant(expiresAt, time_zone, locale))}</span>}
      {typeof state === 'object' && (
        <span class="field-error small" role="alert" lang="en">
          {state.error}
        </span>
      )}
    </div>
  );
}

/** How far an export is, asked for again and again until it is ready. */
function useProgress(asked: Remembered, tenant: string): Progress | undefined {
  const [progress, setProgress] = useState<Progress>();
  useEffect(() => {
    let isShown = true;
    let wait: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const found = await progressOf(asked, tenant).catch(
        (cause: unknown): Progress =>
          cause instanceof ApiError && cause.status === NOT_FOUND
            ? { status: 'gone' }
            : { status: 'unknown', error: cause instanceof Error ? cause.message : String(cause) },
      );
      if (!isShown) return;
      setProgress(found);
      if (found.status === 'waiting') wait = setTimeout(() => void look(), POLL_MS);
    };
    void look();
    return () => {
      isShown = false;
      clearTimeout(wait);
    };
  }, [asked.kind, asked.id, tenant]);
  return progress;
}
