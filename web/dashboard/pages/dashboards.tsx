import { useDashboards } from '../api/dashboards.ts';
import { Card } from '../components/card.tsx';
import { Failed, Nothing, Skeleton } from '../components/states.tsx';
import { DASHBOARDS } from '../messages/dashboards.ts';
import { useTexts } from '../messages/language.ts';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import { DashboardPage } from './dashboard.tsx';
import '../styles/dashboards.css';

/** The dashboards that people of the tenant have made, or one of them. */
export function DashboardsPage() {
  const { view } = useView();
  const [, id] = view.path;
  return id ? <DashboardPage key={id} id={id} /> : <DashboardList />;
}

function DashboardList() {
  const texts = useTexts(DASHBOARDS);
  const { link } = useView();
  const { dashboards, error } = useDashboards();
  return (
    <Page title={texts.title} controls="none">
      {error && <Failed error={error} />}
      {!dashboards && !error && <Skeleton height="12rem" />}
      {dashboards?.length === 0 && (
        <Nothing title={texts.none}>
          {texts.noneHint} <a href={link({ path: ['explore'], own: {} })}>{texts.explore}</a>
        </Nothing>
      )}
      <div class="grid">
        {dashboards?.map(({ id, name, owner, tiles }) => (
          <Card
            key={id}
            width="third"
            title={<a href={link({ path: ['dashboards', id], own: {} })}>{name}</a>}
            note={`${texts.tiles(tiles.length)} · ${texts.by(owner)}`}
          >
            <ul class="soft small">
              {tiles.map(({ title }, place) => (
                <li key={place}>{title}</li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </Page>
  );
}
