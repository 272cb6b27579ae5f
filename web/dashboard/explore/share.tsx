import type { Query } from '../api/query.ts';
import { Card } from '../components/card.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import { AddToDashboard } from '../tiles/add-to-dashboard.tsx';

const ROWS = 12;

/** The query as it can be sent without the dashboard: as JSON, and as a command. */
export function Share({ query }: { query: Query }) {
  const texts = useTexts(EXPLORE);
  const json = JSON.stringify(query, undefined, 2);
  const quoted = JSON.stringify(query).replaceAll("'", `'\\''`);
  const curl = `curl -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' ${location.origin}/api/v1/query -d '${quoted}'`;
  return (
    <>
      <div class="row">
        <AddToDashboard query={query} />
      </div>
      <div class="grid">
        <Card title={texts.asJson} width="half" actions={<CopyButton text={json} name={texts.asJson} />}>
          <textarea class="code" readOnly rows={ROWS} aria-label={texts.asJson} value={json} />
        </Card>
        <Card
          title={texts.asCurl}
          width="half"
          note={texts.keyHint}
          actions={<CopyButton text={curl} name={texts.asCurl} />}
        >
          <textarea class="code" readOnly rows={ROWS} aria-label={texts.asCurl} value={curl} />
        </Card>
      </div>
    </>
  );
}
