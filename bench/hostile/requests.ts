import * as z from 'zod';
import type { Operation } from '../../src/http/operation.ts';
import { hostileDate, hostileJson, hostileText, hostileZone, pick, type Random } from './values.ts';

export interface HostileRequest {
  operation: Operation;
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** Ids that may exist, so that some requests pass the first check. */
export interface KnownIds {
  slug: string;
  interactionIds: readonly string[];
}

/** The runtime refuses longer URLs before the Worker sees them. */
const MAX_PARAMETER_BYTES = 6_000;

/** A request to `operation` in which every part may be hostile. The sender adds credentials. */
export function hostileRequest(operation: Operation, random: Random, known: KnownIds): HostileRequest {
  const path = operation.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) =>
    encodeURIComponent(name === 'slug' ? known.slug : idOf(random, known)),
  );
  const query = queryOf(operation, random, known);
  const body = operation.method === 'GET' ? undefined : bodyOf(operation, random, known);
  return {
    operation,
    path: query === '' ? path : `${path}?${query}`,
    method: operation.method,
    headers: {
      ...(body !== undefined && { 'Content-Type': contentType(operation, random) }),
      ...(random() < 0.1 && { 'X-Request-Id': asHeader(hostileText(random, 255)) }),
      ...(random() < 0.1 && { 'Idempotency-Key': asHeader(hostileText(random, 255)) }),
    },
    ...(body !== undefined && { body }),
  };
}

function idOf(random: Random, { interactionIds }: KnownIds): string {
  return random() < 0.5 ? pick(random, interactionIds) : wellFormed(hostileText(random, 255)) || 'x';
}

function queryOf({ query }: Operation, random: Random, known: KnownIds): string {
  const search = new URLSearchParams();
  for (const name of Object.keys(query?.shape ?? {})) {
    if (random() < 0.35) continue;
    search.append(name, parameterOf(name, random, known));
    if (random() < 0.02) search.append(name, parameterOf(name, random, known));
  }
  if (random() < 0.05) search.append(wellFormed(hostileText(random, 64)), 'x');
  return search.toString();
}

function parameterOf(name: string, random: Random, known: KnownIds): string {
  if (/date|start|end|from|to$|before|at$/i.test(name)) return wellFormed(hostileDate(random));
  if (name === 'tz') return hostileZone(random);
  if (/limit|page|offset|size|rating/i.test(name)) {
    return pick(random, ['1', '50', '0', '-1', '1e9', '99999999999999999999', '0x10', '１', 'NaN']);
  }
  if (name === 'phone')
    return wellFormed(pick(random, ['5678', '0000', '+351912345678', hostileText(random, 64)]));
  if (/id$/i.test(name)) return idOf(random, known);
  return wellFormed(hostileText(random, MAX_PARAMETER_BYTES));
}

function bodyOf(operation: Operation, random: Random, known: KnownIds): string {
  const chance = random();
  if (chance < 0.05) return hostileText(random);
  if (chance < 0.1) return '['.repeat(65_536);
  if (chance < 0.15) return `{${'"a":{'.repeat(2_000)}`;
  if (operation.rawBody) return JSON.stringify({ records: recordsOf(random, known) });
  if (!operation.body || chance < 0.25) return JSON.stringify(hostileJson(random));
  return JSON.stringify(fieldsOf(operation.body, random, known));
}

function fieldsOf(schema: z.ZodType, random: Random, known: KnownIds): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { enum?: unknown[]; type?: string }>;
  };
  const fields = Object.entries(properties).flatMap(([name, { enum: choices, type }]) => {
    if (random() < 0.2) return [];
    if (choices && random() < 0.8) return [[name, pick(random, choices)] as const];
    if (type === 'boolean' && random() < 0.8) return [[name, random() < 0.5] as const];
    if (random() < 0.6) return [[name, parameterOf(name, random, known)] as const];
    return [[name, hostileJson(random)] as const];
  });
  return Object.fromEntries(fields);
}

const RECORD_FIELDS = [
  ['kind', ['call', 'conversation']],
  ['status', ['completed', 'missed', 'abandoned', 'open']],
  ['channel', ['phone', 'chat']],
] as const;

function recordsOf(random: Random, known: KnownIds): unknown[] {
  return Array.from({ length: pick(random, [0, 1, 5, 20]) }, () => {
    const record: Record<string, unknown> = {
      type: pick(random, [
        'interaction',
        'evaluation',
        'quality_review',
        'agent',
        'article_stats',
        'customer',
      ]),
      id: random() < 0.7 ? idOf(random, known) : hostileJson(random, 30),
      started_at: random() < 0.7 ? '2026-11-29T10:00:00Z' : hostileDate(random),
    };
    for (const [name, values] of RECORD_FIELDS) record[name] = pick(random, values);
    for (const name of [
      'topic',
      'category',
      'subject',
      'transcript',
      'intent',
      'outcome',
      'agent_id',
      'name',
    ]) {
      if (random() < 0.3) record[name] = hostileText(random, name === 'transcript' ? 65_536 : 400);
    }
    if (random() < 0.3) record.customer = { name: hostileText(random, 200), phone: hostileText(random, 64) };
    if (random() < 0.2) record.llm_usage = hostileJson(random, 20);
    if (random() < 0.1) record.deleted = true;
    if (random() < 0.1)
      record[pick(random, ['cost', 'sla', 'sentiment', 'messages'])] = hostileJson(random, 20);
    return record;
  });
}

function contentType({ rawBody }: Operation, random: Random): string {
  if (random() < 0.05)
    return pick(random, ['text/plain', 'application/xml', 'application/json; charset=utf-16']);
  return rawBody && random() < 0.3 ? 'application/x-ndjson' : 'application/json';
}

/** Keeps the characters that a header allows. */
function asHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '').trim() || 'x';
}

/** A URL cannot contain lone surrogates. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
