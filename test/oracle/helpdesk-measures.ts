import type { Contact, Response } from './helpdesk-facts.ts';
import { grouped, order, quotient, total } from './rounding.ts';

export type Rated = Response & { rating: number };

export function isRated(response: Response): response is Rated {
  return response.rating !== null;
}

export function resolved(its: readonly Contact[]): Contact[] {
  return its.filter(({ resolvedAt }) => resolvedAt !== undefined);
}

export function byAi(its: readonly Contact[]): Contact[] {
  return resolved(its).filter(({ isResolvedByAi }) => isResolvedByAi);
}

export function byHuman(its: readonly Contact[]): Contact[] {
  return resolved(its).filter(({ isResolvedByAi }) => !isResolvedByAi);
}

export function deflected(its: readonly Contact[]): Contact[] {
  return byAi(its).filter(({ article }) => article !== undefined);
}

export function firstResponses(its: readonly Contact[]): number[] {
  return its.flatMap(({ firstResponseAt, startedAt }) =>
    firstResponseAt === undefined ? [] : firstResponseAt - startedAt,
  );
}

export function isTracked({ firstTarget, resolutionTarget }: Contact): boolean {
  return firstTarget !== undefined || resolutionTarget !== undefined;
}

export function breaksFirst(
  { firstTarget, firstResponseAt, endedAt, startedAt }: Contact,
  now: number,
): boolean {
  return firstTarget !== undefined && (firstResponseAt ?? endedAt ?? now) > startedAt + firstTarget;
}

export function breaksResolution(
  { resolutionTarget, resolvedAt, endedAt, startedAt }: Contact,
  now: number,
): boolean {
  return resolutionTarget !== undefined && (resolvedAt ?? endedAt ?? now) > startedAt + resolutionTarget;
}

export function anySla(tracked: readonly Contact[], now: number) {
  return bucket(tracked, (it) => breaksFirst(it, now) || breaksResolution(it, now));
}

export function bucket(tracked: readonly Contact[], isBreached: (it: Contact) => boolean) {
  const breached = tracked.filter(isBreached).length;
  const met = tracked.length - breached;
  return { tracked: tracked.length, met, breached, compliance_rate: percent(met, tracked.length) };
}

/** Items by a key; most first, ties by name, then key. Items without a key are in no row. */
export function ranking<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  nameOf: (key: string) => string,
): { id: string; name: string; its: Item[] }[] {
  return [...grouped(items, keyOf)]
    .map(([id, its]) => ({ id, name: nameOf(id), its }))
    .sort((a, b) => b.its.length - a.its.length || order(a.name, b.name) || order(a.id, b.id));
}

export function minutes(seconds: readonly number[]): number | null {
  return quotient(total(seconds), 60 * seconds.length, 1);
}

export function percent(part: number, whole: number): number | null {
  return quotient(part * 100, whole, 1);
}
