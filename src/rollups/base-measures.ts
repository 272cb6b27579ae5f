import type { Occurrence } from '../facts/event.ts';
import { CALL_LEAVES } from './base-measures/calls.ts';
import { CONVERSATION_LEAVES } from './base-measures/conversations.ts';
import { DATED_LEAVES } from './base-measures/dated.ts';
import { ENDED_LEAVES } from './base-measures/ended.ts';
import { EVALUATION_LEAVES } from './base-measures/evaluations.ts';
import { REVIEW_LEAVES } from './base-measures/reviews.ts';
import type { LeafRule, LeafRules } from './base-measures/rules.ts';
import { UNSLOTTED_LEAVES } from './base-measures/unslotted.ts';

/** Leaves that are kept in 15-minute slots too, for series and hours in any zone; a column a family. */
const SLOTTED = {
  call_slots: CALL_LEAVES,
  evaluation_slots: EVALUATION_LEAVES,
  ended_slots: ENDED_LEAVES,
  conversation_slots: CONVERSATION_LEAVES,
  review_slots: REVIEW_LEAVES,
};

export type SlotColumn = keyof typeof SLOTTED;
export const SLOT_COLUMNS = Object.keys(SLOTTED) as SlotColumn[];

/**
 * A leaf is a subtractable integer that rollups keep: a count or a sum. Ratios are finished from leaves
 * after summing. A leaf's meaning never changes: a new meaning takes a new name, and rollups that lack a
 * leaf are rebuilt.
 */
export interface Leaf extends LeafRule {
  readonly name: string;
  /** The column of its slots; absent where whole days are enough. */
  readonly slots?: SlotColumn;
  /** Attributed to a calendar date rather than to an instant. */
  readonly dated: boolean;
}

export type LeafName =
  | { [Column in SlotColumn]: keyof (typeof SLOTTED)[Column] }[SlotColumn]
  | keyof typeof UNSLOTTED_LEAVES
  | keyof typeof DATED_LEAVES;

/** Every leaf; its place in this list is its index in a cell's vectors, in memory only. */
export const LEAVES: readonly Leaf[] = [
  ...SLOT_COLUMNS.flatMap((slots) => declared(SLOTTED[slots], { slots, dated: false })),
  ...declared(UNSLOTTED_LEAVES, { dated: false }),
  ...declared(DATED_LEAVES, { dated: true }),
];

function declared(rules: LeafRules, kept: { slots?: SlotColumn; dated: boolean }): Leaf[] {
  return Object.entries(rules).map(([name, rule]) => ({ name, ...rule, ...kept }));
}

const INDEX = new Map(LEAVES.map(({ name }, index) => [name, index]));

/** A leaf's index in a cell's vectors, or undefined for a name that is no leaf (any more). */
export function leafIndex(name: string): number | undefined {
  return INDEX.get(name);
}

/** A leaf by name, or undefined for a name that is no leaf (any more). */
export function leafNamed(name: string): Leaf | undefined {
  return LEAVES[INDEX.get(name) ?? -1];
}

export interface IndexedLeaf {
  index: number;
  leaf: Leaf;
}

const BY_SOURCE = Map.groupBy(
  LEAVES.map((leaf, index): IndexedLeaf => ({ index, leaf })),
  ({ leaf }) => leaf.source,
);

/** The leaves that occurrences of a source can add to. */
export function leavesOf(source: Occurrence['source']): readonly IndexedLeaf[] {
  return BY_SOURCE.get(source) ?? [];
}
