import { shownIn } from '../../src/api/catalogue/shown-in.ts';
import { ROUTES } from '../../src/api/registry.ts';
import { BOUNDS } from '../../src/bounds.ts';
import { METRICS } from '../../src/catalogue/metrics.ts';
import { EVENT_TYPES } from '../../src/delivery/event-types.ts';
import { LIMITS } from '../../src/rate-limits/check.ts';
import { RECORDS } from '../../src/records/registry.ts';
import { boundDocs } from './bounds.ts';
import { eventDocs } from './events.ts';
import { columnTypeDocs, exportDocs } from './exports.ts';
import { limitDocs } from './limits.ts';
import { aliasDocs, combinationDocs, metricDocs, metricFieldDocs, statDocs } from './measures.ts';
import { apiDocs } from './operations.ts';
import { recordDocs } from './records.ts';

/** The generated blocks of each document in docs/, by file name. */
export const DOCUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'api.md': { operations: apiDocs(ROUTES) },
  'exports.md': { 'export-sections': exportDocs(), 'column-types': columnTypeDocs() },
  'data.md': { records: recordDocs(Object.values(RECORDS)) },
  'webhooks.md': { events: eventDocs(EVENT_TYPES) },
  'limits.md': { bounds: boundDocs(BOUNDS), limits: limitDocs(LIMITS) },
  'definitions.md': {
    metrics: metricDocs(METRICS),
    statistics: statDocs(METRICS),
    combinations: combinationDocs(METRICS),
    aliases: aliasDocs(METRICS),
    'metric-fields': metricFieldDocs(METRICS, shownIn(ROUTES)),
  },
};
