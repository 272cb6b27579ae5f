import { tableColumns } from '../../exports/sections/query/columns.ts';
import { csvFormat } from '../../exports/writers/csv.ts';
import type { RequestContext } from '../../http/context.ts';
import type { Answer } from '../../query-language/run-queries.ts';

/** The rows of an answer as CSV, with a head row. The next page is in the header Link. */
export function csvResponse({ tenant }: Pick<RequestContext, 'tenant'>, answer: Answer): Response {
  const columns = tableColumns(answer.columns);
  const { period, as_of: generatedAt, page, query } = answer;
  const writer = csvFormat.open({
    title: 'Query',
    tenantName: tenant.name,
    tenantSlug: tenant.slug,
    period: { from: period.from, to: period.to, timeZone: period.time_zone },
    generatedAt,
    filters: [],
    layout: 'rows',
    sections: [{ name: 'rows', columns }],
  });
  const rows = answer.rows.map((row) => columns.map(({ name }) => row[name] ?? null));
  const headers = new Headers({ 'Content-Type': 'text/csv; charset=utf-8' });
  if (page.after !== null) {
    const next = Buffer.from(JSON.stringify({ ...query, after: page.after })).toString('base64url');
    headers.set('Link', `</api/v1/query?q=${next}>; rel="next"`);
  }
  return new Response(
    new Blob([writer.begin(), writer.rows(0, rows), writer.end()].map((part) => new Uint8Array(part))),
    { headers },
  );
}
