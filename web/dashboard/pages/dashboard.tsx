import { useState } from 'preact/hooks';
import { type Dashboard, type Tile, useDashboards } from '../api/dashboards.ts';
import { useQueries } from '../api/use-queries.ts';
import { Confirm } from '../components/confirm.tsx';
import { Failed, Figures, Skeleton } from '../components/states.tsx';
import { DASHBOARDS } from '../messages/dashboards.ts';
import { useTexts } from '../messages/language.ts';
import { isAdmin, useSession } from '../session.ts';
import { Page } from '../shell/page.tsx';
import { TileCard } from '../tiles/tile-card.tsx';
import { TileEditor } from '../tiles/tile-editor.tsx';
import { shownQuery } from '../tiles/tile-query.ts';
import { useView } from '../view/use-view.tsx';

/** As many queries as one request may have. */
const AT_ONCE = 10;

/** One dashboard: its tiles over the period of the page, and ways to change it for those who may. */
export function DashboardPage({ id }: { id: string }) {
  const texts = useTexts(DASHBOARDS);
  const session = useSession();
  const { go } = useView();
  const { dashboards, error, change, remove } = useDashboards();
  const [draft, setDraft] = useState<Dashboard>();
  const [refusal, setRefusal] = useState<Error>();
  const saved = dashboards?.find((each) => each.id === id);
  const shown = draft ?? saved;
  if (error) return <Failed error={error} />;
  if (!dashboards) return <Skeleton height="30rem" />;
  if (!shown) return <Failed error={new Error(texts.unknown)} />;
  const mayChange = isAdmin(session) || shown.owner === session.user;
  const edit = (tiles: readonly Tile[]) => setDraft({ ...shown, tiles });
  const save = () =>
    change(shown).then(() => {
      setDraft(undefined);
      setRefusal(undefined);
    }, setRefusal);
  const actions = mayChange && (
    <>
      {draft ? (
        <button type="button" class="button is-primary" onClick={() => void save()}>
          {texts.save}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => setDraft(shown)}>
          {texts.edit}
        </button>
      )}
      <Confirm
        label={texts.remove}
        title={texts.removeTitle(shown.name)}
        isDanger
        run={async () => {
          await remove(id);
          go({ path: ['dashboards'], own: {} });
        }}
      >
        <p>{texts.removeHint}</p>
      </Confirm>
    </>
  );
  const groups = Array.from({ length: Math.ceil(shown.tiles.length / AT_ONCE) }, (_, group) =>
    shown.tiles.slice(group * AT_ONCE, (group + 1) * AT_ONCE),
  );
  return (
    <Page title={shown.name} actions={actions}>
      {refusal && <Failed error={refusal} />}
      {draft && (
        <label class="field">
          {texts.name}
          <input
            value={draft.name}
            maxLength={100}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value.trim() || draft.name })}
          />
        </label>
      )}
      {groups.map((tiles, group) => (
        <Tiles
          key={group}
          tiles={tiles}
          {...(draft && {
            edit: (place: number, change: TileChange) =>
              edit(changed(draft.tiles, group * AT_ONCE + place, change)),
          })}
        />
      ))}
    </Page>
  );
}

/** What is done to a tile: it is replaced, moved by one place, or removed. */
type TileChange = Tile | 1 | -1 | 'removed';

function changed(tiles: readonly Tile[], place: number, change: TileChange): readonly Tile[] {
  const tile = tiles[place]!;
  const others = tiles.toSpliced(place, 1);
  if (change === 'removed') return others.length > 0 ? others : tiles;
  if (typeof change !== 'number') return others.toSpliced(place, 0, change);
  return others.toSpliced(Math.max(0, place + change), 0, tile);
}

/** Tiles whose queries are asked in one request. */
function Tiles({
  tiles,
  edit,
}: {
  tiles: readonly Tile[];
  edit?: (place: number, change: TileChange) => void;
}) {
  const { view } = useView();
  const queries = tiles.map((tile) => shownQuery(tile, view));
  const loaded = useQueries(Object.fromEntries(queries.map((query, place) => [`tile${place}`, query])));
  return (
    <Figures of={loaded}>
      {(answers) => (
        <div class="grid">
          {tiles.map((tile, place) => {
            const answer = answers[`tile${place}`];
            return (
              answer && (
                <TileCard
                  key={place}
                  tile={tile}
                  query={queries[place]!}
                  answer={answer}
                  tools={
                    edit && (
                      <TileEditor
                        tile={tile}
                        change={(next) => edit(place, next)}
                        move={(steps) => edit(place, steps)}
                        remove={() => edit(place, 'removed')}
                      />
                    )
                  }
                />
              )
            );
          })}
        </div>
      )}
    </Figures>
  );
}
