import parsePhoneNumber, {
  type CountryCode,
  type MetadataJson,
  type PhoneNumber,
} from 'libphonenumber-js/core/es6';
import plans from './plans.json' with { type: 'json' };

/** Made by `npm run phone-plans` of the library's own. */
const METADATA = plans as unknown as MetadataJson;

/** Where a tenant's national numbers are dialled. The settings of a tenant are one. */
export interface PhoneHome {
  /** Calling code in digits (`55`). */
  countryCode?: string | null;
  /** ISO 3166 region (`BR`) with that calling code; the main one of the code if left out. */
  country?: string | null;
}

/** A `+` and the most digits of E.164. */
const MOST_CHARACTERS = 16;
/** The international prefixes that begin with 00 and are longer; everywhere else 00 itself leads abroad. */
const LONGER_THAN_00: Partial<Record<CountryCode, string>> = { AU: '0011', CC: '0011', CX: '0011' };

/** Where subscribers' numbers have four or five digits; elsewhere so few are an extension or a short code. */
const FEW_DIGITS = new Set('AC CK FK KI NU SB SH TA TK TO TV VU'.split(' '));
const SHORT_CODE = /^11\d{1,4}$/;

const CALLING_CODES: Partial<Record<string, readonly CountryCode[]>> = METADATA.country_calling_codes;

/** Whether `code` is the calling code of a region. */
export function isCallingCode(code: string): boolean {
  return Object.hasOwn(CALLING_CODES, code);
}

/** Whether `country`, an ISO region, has the calling code `code`. */
export function hasCallingCode(country: string, code: string): boolean {
  return isCallingCode(code) && CALLING_CODES[code]!.some((each) => each === country);
}

/** The region whose numbering plan national numbers follow; undefined without a known calling code. */
function planOf({ countryCode, country }: PhoneHome): CountryCode | undefined {
  if (!countryCode || !isCallingCode(countryCode)) return undefined;
  const regions = CALLING_CODES[countryCode]!;
  return regions.find((each) => each === country) ?? regions[0];
}

/** Whether dialled digits can be a subscriber's number at `home`, rather than an extension, a short code or an emergency. */
export function isSubscribers(digits: string, home: PhoneHome): boolean {
  if (digits.startsWith('+')) return true;
  const fewest = FEW_DIGITS.has(planOf(home) ?? '') ? 4 : 6;
  return digits.length >= fewest && !SHORT_CODE.test(digits);
}

/**
 * The number in E.164 that somebody at `home` reaches by dialling any of `dialled`: digits, after a `+` if they begin
 * with a calling code. Prefers numbers of a range in use to numbers that only have a length in use, because plans grow.
 * Undefined if none can be dialled from outside.
 */
export function numberDialled(dialled: readonly string[], home: PhoneHome): string | undefined {
  const plan = planOf(home);
  let possible: string | undefined;
  for (const digits of dialled) {
    for (const way of waysToDial(digits, plan, home)) {
      const number = parsePhoneNumber(
        way,
        { ...(plan && { defaultCountry: plan }), extract: false },
        METADATA,
      );
      if (number === undefined || !number.isPossible() || number.number.length > MOST_CHARACTERS) continue;
      if (number.isValid()) return number.number;
      if (!beginsWithTrunkPrefix(number)) possible ??= number.number;
    }
  }
  return possible;
}

/** The ways to read dialled digits, the likeliest first. */
function waysToDial(digits: string, plan: CountryCode | undefined, { countryCode }: PhoneHome): string[] {
  if (digits.startsWith('+00')) return [`+${digits.slice(3)}`];
  if (digits.startsWith('+')) return [digits];
  const abroad = digits.startsWith('00') ? [`+${digits.slice(2)}`] : [];
  if (plan === undefined) return abroad;
  const longer = LONGER_THAN_00[plan];
  if (longer !== undefined && digits.startsWith(longer)) return [digits, ...abroad];
  // Last as a national number even if it begins like an international prefix, which the library would cut off.
  return [...abroad, digits, `+${countryCode}${digits}`];
}

/** What no subscriber's number begins with, unless the plan of its country says so. */
function beginsWithTrunkPrefix({ countryCallingCode, nationalNumber }: PhoneNumber): boolean {
  return nationalNumber.startsWith('0') || (countryCallingCode === '1' && nationalNumber.startsWith('1'));
}
