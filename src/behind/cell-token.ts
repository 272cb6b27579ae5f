import { createHmac } from 'node:crypto';
import { BOUNDS } from '../bounds.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { invalidInput } from '../error-list.ts';
import { Gone } from '../errors.ts';
import { secretsOf, type TenantKeys } from '../privacy/sealing/keys.ts';
import { importedKey, openToken, sealTokenWith } from '../privacy/sealing/sealed-token.ts';
import type { Filter, Member, MemberSet } from '../query/query.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';
import type { Cell, CellRegion } from './cell.ts';

/** The keys of the tenant whose cells are named, and the time of the request. */
export type TokenContext = Pick<TimedContext, 'now'> & { readonly keys: TenantKeys };

/** What a token of an older deployment may have had other fields for. */
const LAYOUT = 1;
const MAX_TOKEN_CHARACTERS = 16_000;

type SealedMembers = string | readonly [isExcluded: boolean, members: readonly Member[]];
type SealedFilter = readonly (readonly [dimension: string, wanted: SealedMembers])[];
type SealedPeriod = readonly [start: number, end: number, zone: string];
type Claim = readonly [
  layout: number,
  expiresAt: number,
  cell: Omit<Cell, 'filter' | 'period' | 'regions'>,
  filter: SealedFilter,
  period: SealedPeriod,
  regions:
    | readonly (readonly [measure: CellRegion['measure'], filter: SealedFilter, period: SealedPeriod])[]
    | null,
];

/** Imported keys, not promises of them: a Worker must not await a promise of another request. */
const imported = new WeakMap<TenantKeys, CryptoKey>();

/**
 * The token of a cell, for `recordsOf`, valid for an hour. It is encrypted, because filters may name members that were
 * free text.
 */
export async function cellToken(
  { keys, now }: TokenContext,
  { filter, period, ...cell }: Cell,
): Promise<string> {
  const { metric, measure, time, now: judgedAt, value, regions } = cell;
  const claim: Claim = [
    LAYOUT,
    now + BOUNDS.cellTokenSeconds.value,
    {
      metric,
      measure: sealedMeasure(measure),
      ...(time && { time }),
      now: judgedAt,
      value,
    },
    sealedFilter(filter),
    sealedPeriod(period),
    regions?.map((each) => [
      sealedMeasure(each.measure),
      sealedFilter(each.filter),
      sealedPeriod(each.period),
    ]) ?? null,
  ];
  let key = imported.get(keys);
  if (!key) {
    key = await importedKey(keyOf(keys));
    imported.set(keys, key);
  }
  return sealTokenWith(key, JSON.stringify(claim));
}

/**
 * The cell of a token. Throws InvalidInput for a token that was altered or is of another tenant, Gone for one that has
 * expired.
 */
export function openCell({ keys, now }: TokenContext, token: string): Cell {
  const text = token.length > MAX_TOKEN_CHARACTERS ? undefined : openToken(secretsOf(keys).map(keyOf), token);
  if (text === undefined) {
    const message = 'Must be the token of a link in an answer to a query of this tenant, unchanged.';
    throw invalidInput('The query', [{ path: 'of', message }]);
  }
  const [layout, expiresAt, cell, filter, period, regions] = JSON.parse(text) as Claim;
  if (layout !== LAYOUT || expiresAt <= now) {
    throw new Gone('This link to records has expired. Repeat the query to get a new one.');
  }
  return {
    ...cell,
    filter: filterIn(filter),
    period: periodIn(period),
    ...(regions && {
      regions: regions.map(([measure, only, within]) => ({
        measure,
        filter: filterIn(only),
        period: periodIn(within),
      })),
    }),
  };
}

function sealedMeasure({ unit, numerator, denominator, divisor }: Cell['measure']): Cell['measure'] {
  return { unit, numerator, ...(denominator && { denominator }), ...(divisor && { divisor }) };
}

function sealedFilter(filter: Filter): SealedFilter {
  return Object.entries(filter).map(([dimension, wanted]) => [dimension, sealedMembers(wanted)]);
}

function filterIn(filter: SealedFilter): Filter {
  return Object.fromEntries(filter.map(([dimension, wanted]) => [dimension, membersIn(wanted)])) as Filter;
}

function sealedPeriod({ start, end, zone }: Period): SealedPeriod {
  return [start, end, zone];
}

function periodIn([start, end, zone]: SealedPeriod): Period {
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

function sealedMembers(wanted: string | MemberSet): SealedMembers {
  return typeof wanted === 'string' ? wanted : [wanted.isExcluded, [...wanted.members]];
}

function membersIn(sealed: SealedMembers): string | MemberSet {
  return typeof sealed === 'string' ? sealed : { isExcluded: sealed[0], members: new Set(sealed[1]) };
}

/** A key for tokens only, so that they use up none of the random values of what is stored sealed. */
function keyOf(keys: TenantKeys): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', keys.hashing).update('key of cell tokens').digest());
}
