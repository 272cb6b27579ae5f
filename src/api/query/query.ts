import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { invalidInput } from '../../error-list.ts';
import { InvalidInput } from '../../errors.ts';
import { jsonText, readBytes, requireJson } from '../../http/body.ts';
import type { RequestContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import { askedDefinitions } from '../../query-language/asked-definitions.ts';
import { dryRun } from '../../query-language/dry-run.ts';
import { ALONE, readQueries } from '../../query-language/read-queries.ts';
import { anyQueryRequest } from '../../query-language/request.ts';
import { runQueries } from '../../query-language/run-queries.ts';
import { dryRunAnswer, dryRunsAnswer, queriesAnswer, queryAnswer } from './answer-shape.ts';
import { csvResponse } from './csv.ts';

const response = z
  .union([queryAnswer, queriesAnswer, dryRunAnswer, dryRunsAnswer])
  .describe(
    'Several queries answer `results`, by name. A dry run answers `plan`, `cost` and `query`. With the format csv the ' +
      'body is the rows, and the header Link leads to the next page.',
  );
type Answered = z.input<typeof response> | Response;

const dryRunParameter = z
  .enum(['true', 'false'])
  .optional()
  .describe('true: answer what the query would cost, read no figures.');

export const queryOperation = defineOperation({
  id: 'query',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/query',
  summary: 'Any metrics by any dimensions, filtered, compared, ordered and paged; or several such queries.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: z.strictObject({ dry_run: dryRunParameter }),
  rawBody: true,
  accepts: { 'application/json': anyQueryRequest },
  response,
  errors: [413, 415, 422, 503],
  async handle(context, { query }): Promise<Answered> {
    const bytes = await readBytes(context.request, BOUNDS.bodyBytes.value);
    requireJson(context.request.headers.get('Content-Type') ?? undefined);
    const sent = parsed(jsonText(bytes), () => new InvalidInput('The body is not valid JSON.'));
    return answerTo(context, { sent, isDry: query.dry_run === 'true' });
  },
});

export const queryGetOperation = defineOperation({
  id: 'queryGet',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/query',
  summary: 'The same as POST /api/v1/query, for links and caches.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: z.strictObject({
    q: z.string().describe('The JSON that POST /api/v1/query takes, in base64url.'),
    dry_run: dryRunParameter,
  }),
  response,
  errors: [413, 422, 503],
  async handle(context, { query }): Promise<Answered> {
    const sent = parsed(jsonText(bytesOf(query.q)), notBase64url);
    return answerTo(context, { sent, isDry: query.dry_run === 'true' });
  },
});

/** Decodes base64url. Buffer ignores invalid characters, so the bytes are encoded again and compared with the text. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text.replace(/=+$/, '')) throw notBase64url();
  return bytes;
}

function notBase64url(): InvalidInput {
  return invalidInput('The query', [{ path: 'q', message: 'Must be the JSON of a query in base64url.' }]);
}

function parsed(text: string, refusal: () => InvalidInput): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal();
  }
}

async function answerTo(
  context: RequestContext,
  { sent, isDry }: { sent: unknown; isDry: boolean },
): Promise<Answered> {
  const { store, tenant, now, meter, seen } = context;
  const defined = await askedDefinitions({ store, seen }, sent);
  const asking = {
    ...{ store, tenant, now, meter, seen, ...defined },
    get keys() {
      return context.keys;
    },
  };
  const queries = readQueries(asking, sent);
  if (isDry) return aloneOr(await dryRun(asking, queries));
  const answers = await runQueries(asking, queries);
  const alone = answers.get(ALONE);
  const isCsv = queries.get(ALONE)?.format === 'csv';
  return alone && isCsv ? csvResponse(context, alone) : aloneOr(answers);
}

/** The answer to a query by itself, or the answers by name. */
function aloneOr<Given>(answers: ReadonlyMap<string, Given>): Given | { results: Record<string, Given> } {
  return answers.get(ALONE) ?? { results: Object.fromEntries(answers) };
}
