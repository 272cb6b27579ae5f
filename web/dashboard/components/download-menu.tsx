import { useId, useState } from 'preact/hooks';
import { downloadCsv, downloadXlsx } from '../api/download.ts';
import type { Query } from '../api/query.ts';
import { saveFile } from '../api/save-file.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { mayExport, useSession } from '../session.ts';

/** Downloads of what a card shows: the rows of its query, and its chart as an image if it has one. */
export function DownloadMenu({ query, name }: { query: Query; name: string }) {
  const id = useId();
  const session = useSession();
  const texts = useTexts(SHELL);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const run = async (download: () => Promise<void>) => {
    setState('busy');
    await download().then(
      () => setState('idle'),
      () => setState('failed'),
    );
  };
  const [hasChart, setHasChart] = useState(false);
  const image = async (button: HTMLElement) => {
    const canvas = button.closest('.card')?.querySelector('canvas');
    const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve)));
    if (blob) saveFile(blob, `${name}.png`);
  };
  return (
    <>
      <button
        type="button"
        class="button is-plain"
        popovertarget={id}
        aria-label={`${texts.download}: ${name}`}
      >
        ⤓
      </button>
      <div
        id={id}
        popover="auto"
        class="pop"
        onToggle={({ currentTarget }) =>
          setHasChart(!!currentTarget.closest('.card')?.querySelector('canvas'))
        }
      >
        <h3>{texts.download}</h3>
        <div class="row">
          <button
            type="button"
            class="button"
            disabled={state === 'busy'}
            onClick={() => run(() => downloadCsv(query, name, session.tenant))}
          >
            {texts.csv}
          </button>
          {mayExport(session) && (
            <button
              type="button"
              class="button"
              disabled={state === 'busy'}
              onClick={() => run(() => downloadXlsx(query, session.tenant))}
            >
              {texts.xlsx}
            </button>
          )}
          {hasChart && (
            <button type="button" class="button" onClick={(event) => image(event.currentTarget)}>
              {texts.png}
            </button>
          )}
        </div>
        <p class="small soft" role="status">
          {state === 'busy' ? texts.preparing : state === 'failed' ? texts.downloadFailed : ''}
        </p>
      </div>
    </>
  );
}
