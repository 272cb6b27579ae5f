import { askedDefinitions } from '../../../query-language/asked-definitions.ts';
import {
  type ExportedQuery,
  readExportedQuery,
  totalsAlone,
  type WholeAnswer,
  wholeAnswer,
} from '../../../query-language/exported-query.ts';
import type { NormalisedQuery } from '../../../query-language/normalised-query.ts';
import type { SourceContext } from '../../section.ts';

/** A query with everything that it answers. */
export interface Answered extends WholeAnswer {
  query: NormalisedQuery;
  totals(): Promise<Record<string, number | null>>;
}

/**
 * Answers the query of an export. Deadlines are judged as of the request for it, and metrics of the tenant's own and
 * service-level policies are taken as they are now. Throws InvalidInput if one of these has been deleted, Unprocessable if there is too
 * much to read.
 */
export async function answered(context: SourceContext, asked: ExportedQuery): Promise<Answered> {
  const { store, tenant, now } = context;
  const defined = await askedDefinitions({ store }, asked);
  const asking = {
    ...{ store, tenant, now, ...defined },
    get keys() {
      return context.keys;
    },
  };
  const query = readExportedQuery(asking, asked);
  return { ...(await wholeAnswer(asking, query)), query, totals: () => totalsAlone(asking, query) };
}
