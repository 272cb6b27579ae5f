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

/** All text that an answer or a file shows, whatever it is written in. */
export async function textIn(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/pdf')) {
    return (await PDF.load(bytes))
      .getPages()
      .map((page) => page.extractText().text)
      .join('\n');
  }
  if (type.includes('spreadsheet')) return JSON.stringify(await readExcelFile(new Blob([bytes])));
  return new TextDecoder().decode(bytes);
}
