import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import type { FieldError } from '../errors.ts';
import { shownName } from '../field-errors.ts';
import { accepting } from '../messages.ts';
import type { Form } from './field-table.ts';
import { CODED_ACCEPTED, holdsPersonal, token } from './fields.ts';

/** What values of an attribute may be. */
export const ATTRIBUTE_TYPES = ['token', 'integer', 'boolean'] as const;
type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** An attribute of interactions that a tenant has declared. */
export interface AttributeDeclaration {
  key: string;
  type: AttributeType;
  /** What people call it; the key if absent. */
  label?: string;
  /** Whether figures are grouped and filtered by it. */
  dimension: boolean;
}

type AttributeValue = string | number | boolean;
/** Values by key, in the order of the keys. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The form of a key, which is also a part of the name of a dimension. */
export const ATTRIBUTE_KEY = /^[a-z][a-z0-9_]{0,39}$/;

/** A longer number could be one of a phone. */
const MOST = 99_999_999;

const TOKEN = token();

const ACCEPTED: Readonly<Record<AttributeType, string>> = {
  token: `a token: 1 to 64 of the characters a-z 0-9 _ - ., with ${CODED_ACCEPTED}`,
  integer: `a whole number from -${MOST.toLocaleString('en-US')} to ${MOST.toLocaleString('en-US')}`,
  boolean: 'true or false',
};

const IS_OF: Readonly<Record<AttributeType, (value: unknown) => boolean>> = {
  token: (value) => TOKEN.safeParse(value).success,
  integer: (value) => Number.isSafeInteger(value) && Math.abs(value as number) <= MOST,
  boolean: (value) => typeof value === 'boolean',
};

/** Attributes as they are sent. Keys and values are checked by `keptAttributes`, against what the tenant declares. */
export const sentAttributes = z
  .record(z.string(), z.unknown(), { error: accepting('an object of values by key') })
  .meta({
    additionalProperties: { type: ['string', 'integer', 'boolean', 'null'] },
    maxProperties: BOUNDS.attributesPerTenant.value,
  });

/** Attributes are stored and shown as sent. */
export const ATTRIBUTES: Form<
  Attributes,
  z.ZodRecord<z.ZodString, z.ZodUnion<[z.ZodString, z.ZodInt, z.ZodBoolean]>>
> = {
  keep: (sent) => sent,
  show: (kept) => ({ ...kept }),
  holds: (read) => typeof read === 'object' && read !== null && Object.values(read).every(isValue),
  shown: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
};

function isValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
}

/**
 * The attributes of an interaction as they are stored: in the order of their keys, without nulls. `refused`: an error
 * for each key that is not declared, and each value of another type. Its path never shows a key that could be personal.
 */
export function keptAttributes(
  sent: Readonly<Record<string, unknown>>,
  declared: readonly AttributeDeclaration[],
): { attributes: Attributes | undefined; refused: FieldError[] } {
  const most = BOUNDS.attributesPerTenant.value;
  if (Object.keys(sent).length > most)
    return {
      attributes: undefined,
      refused: [{ path: 'attributes', message: `Must have at most ${most} keys.` }],
    };
  const refused: FieldError[] = [];
  const kept: [string, AttributeValue][] = [];
  for (const [key, value] of Object.entries(sent)) {
    const declaration = declared.find((each) => each.key === key);
    if (!declaration) refused.push({ path: `attributes.${shownName(key)}`, message: undeclared(declared) });
    else if (value === null) continue;
    else if (IS_OF[declaration.type](value)) kept.push([key, value as AttributeValue]);
    else refused.push({ path: `attributes.${key}`, message: `Must be ${ACCEPTED[declaration.type]}.` });
  }
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return { attributes: kept.length > 0 ? Object.fromEntries(kept) : undefined, refused };
}

/** Of stored attributes those whose keys are declared; undefined if there are none. */
export function declaredAttributes(
  stored: Attributes | undefined,
  declared: readonly AttributeDeclaration[],
): Attributes | undefined {
  const keys = new Set(declared.map(({ key }) => key));
  const shown = Object.entries(stored ?? {}).filter(([key]) => keys.has(key));
  return shown.length > 0 ? Object.fromEntries(shown) : undefined;
}

/** Whether a text can be the key of an attribute. */
export function isAttributeKey(text: string): boolean {
  return ATTRIBUTE_KEY.test(text) && !holdsPersonal(text);
}

function undeclared(declared: readonly AttributeDeclaration[]): string {
  if (declared.length === 0) return 'Must be left out: this tenant declares no attributes.';
  const known = declared.map(({ key, type }) => `${key} (${type})`).join(', ');
  return `Not declared; this tenant declares ${known}.`;
}
