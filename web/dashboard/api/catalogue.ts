import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import type { Unit } from './query.ts';
import { ask } from './request.ts';

/** What GET /api/v1/metrics says of a metric, as far as the dashboard shows it. */
export interface MetricInfo {
  name: string;
  label: string;
  unit: Unit;
  better: 'higher' | 'lower' | 'neutral';
  description: string;
  numerator?: Readonly<Record<string, number>> | null;
  denominator?: Readonly<Record<string, number>> | null;
  stats: readonly string[];
  args: unknown;
  dimensions: readonly string[];
  grains: readonly string[];
  own: boolean;
}

interface DimensionInfo {
  name: string;
  label: string;
  has_members: boolean;
  grains?: readonly string[];
}

export interface Catalogue {
  metrics: readonly MetricInfo[];
  dimensions: readonly DimensionInfo[];
}

const known = new Map<string, Promise<Catalogue>>();

function load(tenant: string): Promise<Catalogue> {
  const found = known.get(tenant);
  if (found) return found;
  const loading = Promise.all([
    ask<{ metrics: MetricInfo[] }>('/api/v1/metrics', { tenant }),
    ask<{ dimensions: DimensionInfo[] }>('/api/v1/dimensions', { tenant }),
  ]).then(([{ metrics }, { dimensions }]) => ({ metrics, dimensions }));
  known.set(tenant, loading);
  loading.catch(() => known.delete(tenant));
  return loading;
}

/** Loads the catalogue anew when it is next needed, such as after a metric of the tenant's own has changed. */
export function forgetCatalogue(tenant: string): void {
  known.delete(tenant);
}

/** The catalogue of the tenant, loaded once when a component first needs it. Undefined until then. */
export function useCatalogue(isNeeded = true): Catalogue | undefined {
  const { tenant } = useSession();
  const [catalogue, setCatalogue] = useState<Catalogue>();
  useEffect(() => {
    let isCurrent = true;
    if (isNeeded) {
      load(tenant).then(
        (loaded) => isCurrent && setCatalogue(loaded),
        () => {},
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [tenant, isNeeded]);
  return catalogue;
}
