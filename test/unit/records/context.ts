import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import type { ParseContext } from '../../../src/records/define.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import type { IngestRecord } from '../../../src/records/types.ts';

/** 2026-03-10T00:00:00Z. */
export const NOW = 1_773_100_800;
/** 2026-03-09T17:05:00Z. */
export const START = 1_773_075_900;

export const context: ParseContext = {
  tenant: { countryCode: '55', calendars: new Map(), attributes: [] },
  now: NOW,
  keys: tenantKeys('data-secret-of-more-than-32-characters', 'acme'),
};

/** The record that `raw` is kept as; fails the test where it is refused. */
export function kept(raw: unknown): IngestRecord {
  const parsed = parseRecord(raw, context);
  if (!parsed.ok) throw new Error(`refused: ${JSON.stringify(parsed.errors)}`);
  if (parsed.record.type === 'customer') throw new Error('an erasure is kept as nothing');
  return parsed.record;
}

/** The errors of `raw`, read strictly, as `path: message`; none where it is accepted without being mended. */
export function refusals(raw: unknown): string[] {
  const parsed = parseRecord(raw, { ...context, strict: true });
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

/** What is mended in `raw`, as `path: message`; fails the test where it is refused. */
export function warnings(raw: unknown): string[] {
  const parsed = parseRecord(raw, context);
  if (!parsed.ok) throw new Error(`refused: ${JSON.stringify(parsed.errors)}`);
  return parsed.warnings.map(({ path, message }) => `${path}: ${message}`);
}

export const call = {
  type: 'interaction',
  id: 'c-1',
  kind: 'call',
  status: 'completed',
  started_at: '2026-03-09T14:05:00-03:00',
};
