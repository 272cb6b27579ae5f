import * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import type { Content, Dashboard } from '../../dashboards/dashboards.ts';
import { invalidInput } from '../../error-list.ts';
import { InvalidInput } from '../../errors.ts';
import type { RequestContext } from '../../http/context.ts';
import { askedDefinitions } from '../../query-language/asked-definitions.ts';
import { normalise } from '../../query-language/normalise.ts';
import { queryRequest } from '../../query-language/request.ts';
import { isoInstant } from '../../time/dates.ts';

const { $schema: _dialect, ...describedQuery } = z.toJSONSchema(queryRequest, { io: 'input' });

/** How a tile draws its answer: one figure per metric, lines over time, bars per member, shades per hour, or a table. */
const SHAPES = ['figures', 'lines', 'bars', 'heat', 'table'] as const;
const WIDTHS = ['third', 'half', 'full'] as const;

const tile = z.strictObject({
  title: z.string().trim().min(1).max(100),
  shape: z
    .enum(SHAPES)
    .describe('figures: one per metric. lines: over time. bars: per member. heat: per weekday and hour.'),
  width: z.enum(WIDTHS).default('half').describe('Its share of the width of a wide screen.'),
  query: z
    .record(z.string(), z.unknown())
    .describe(
      'As POST /api/v1/query takes it. Without a period, a time zone or a comparison, those of the page that shows it hold.',
    )
    .meta(describedQuery),
});

const FIELDS = {
  name: z.string().trim().min(1).max(100),
  tiles: z.array(tile).min(1).max(BOUNDS.tilesPerDashboard.value).describe('In their order.'),
};

/** What a dashboard shows, as it is sent. */
export const dashboardBody = z.strictObject(FIELDS);

/** A change, which names the version that it is of. */
export const dashboardChange = z.strictObject({
  ...FIELDS,
  version: z
    .int()
    .min(1)
    .describe('The version that was read. If it is not the latest, the change is refused.'),
});

/** A dashboard as answers show it. */
export const dashboardShape = z.object({
  id: z.string(),
  ...FIELDS,
  version: z.int().describe('1, and 1 more with each change.'),
  owner: z.string().describe('The user who made it.'),
  created_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
});

/** A dashboard as answers show it. */
export function presentDashboard({
  createdAt,
  changedAt,
  ...dashboard
}: Dashboard): z.input<typeof dashboardShape> {
  return {
    ...(dashboard as Omit<z.input<typeof dashboardShape>, 'created_at' | 'changed_at'>),
    created_at: isoInstant(createdAt),
    changed_at: isoInstant(changedAt),
  };
}

/**
 * Checks that every tile can be asked. Throws InvalidInput that lists all mistakes, with paths such as
 * `tiles.0.query.metrics.0`.
 */
export async function checkTiles(context: RequestContext, { tiles }: Content): Promise<void> {
  const { store, tenant, now, keys } = context;
  const queries = Object.fromEntries(tiles.map(({ query }, place) => [String(place), query]));
  const defined = await askedDefinitions({ store }, { queries });
  const mistakes = tiles.flatMap(({ query }, place) => {
    try {
      normalise({ tenant, now, keys, ...defined }, query);
      return [];
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const below = `tiles.${place}.query`;
      return error.errors.map(({ path, message }) => ({
        path: path === '' ? below : `${below}.${path}`,
        message,
      }));
    }
  });
  if (mistakes.length > 0) throw invalidInput('The body', mistakes);
}
