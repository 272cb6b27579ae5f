import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Query } from './query.ts';
import { ask } from './request.ts';

export type Shape = 'figures' | 'lines' | 'bars' | 'heat' | 'table';
export type Width = 'third' | 'half' | 'full';

/** A part of a dashboard, as /api/v1/dashboards keeps it. */
export interface Tile {
  title: string;
  shape: Shape;
  width: Width;
  /** Without period, zone and comparison: those of the page hold. */
  query: Query;
}

export interface Dashboard {
  id: string;
  name: string;
  tiles: readonly Tile[];
  version: number;
  owner: string;
  changed_at: string;
}

const PATH = '/api/v1/dashboards';

/** The dashboards of the tenant, and requests that change them. Undefined while they are being loaded. */
export function useDashboards() {
  const { tenant } = useSession();
  const [dashboards, setDashboards] = useState<readonly Dashboard[]>();
  const [error, setError] = useState<Error>();
  const load = () =>
    ask<{ dashboards: Dashboard[] }>(PATH, { tenant }).then(
      (answer) => setDashboards(answer.dashboards.toSorted((a, b) => a.name.localeCompare(b.name))),
      setError,
    );
  useEffect(() => {
    void load();
  }, [tenant]);
  const then = async <Answer>(request: Promise<Answer>): Promise<Answer> => {
    const answer = await request;
    await load();
    return answer;
  };
  return {
    dashboards,
    error,
    create: (content: Pick<Dashboard, 'name' | 'tiles'>) =>
      then(ask<Dashboard>(PATH, { method: 'POST', body: content, tenant })),
    change: ({ id, name, tiles, version }: Pick<Dashboard, 'id' | 'name' | 'tiles' | 'version'>) =>
      then(ask<Dashboard>(`${PATH}/${id}`, { method: 'PUT', body: { name, tiles, version }, tenant })),
    remove: (id: string) => then(ask<void>(`${PATH}/${id}`, { method: 'DELETE', tenant })),
  };
}
