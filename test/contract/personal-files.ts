import { PDF } from '@libpdf/core';
import readExcelFile from 'read-excel-file/universal';
import { expect } from 'vitest';
import { call } from '../support/client.ts';
import type { World } from './personal-world.ts';

/** The path of a signed link to a report. */
export async function linkTo(world: World, reportId: string): Promise<string> {
  const bearer = await world.tenant.token('tenant_admin');
  const response = await call(`/api/v1/reports/${reportId}/download`, { bearer, tenant: world.tenant.slug });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('Location') ?? '').pathname;
}

/** A url for a stream of live figures, and what it needs no credential for. */
export async function streamPath({ tenant }: World, query: object): Promise<string> {
  const { key } = await tenant.key();
  const body = { queries: { figures: query } };
  const response = await call('/api/v1/live', { method: 'POST', bearer: key, body });
  const { url } = (await response.json()) as { url: string };
  return url.slice(new URL(url).origin.length);
}

/** What a stream shows until its first figures. */
async function eventsIn(body: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/^data: .*\n\n/m.test(text)) break;
  }
  return text;
}

/** All text that an answer or a file shows, whatever it is written in. */
export async function textIn(response: Response): Promise<string> {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('text/event-stream')) return eventsIn(response.body!);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (type.startsWith('application/pdf')) {
    return (await PDF.load(bytes))
      .getPages()
      .map((page) => page.extractText().text)
      .join('\n');
  }
  if (type.includes('spreadsheet')) return JSON.stringify(await readExcelFile(new Blob([bytes])));
  return new TextDecoder().decode(bytes);
}
