/** The pattern of a kind of secret. `group` 1 is the secret itself if the pattern matches more than that. */
export interface SecretPattern {
  name: string;
  pattern: RegExp;
}

/** A line that assigns a text of 20 or more characters to a name that indicates a secret. */
const ASSIGNMENT =
  /(?:secret|password|passwd|token|api_?key|private_?key|credential)[\w-]*["']?\s*(?:[:=]|=>)\s*["'`]?([\w+/=.~!@#%^&*-]{20,})/gi;

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
  { name: 'session token', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{20,}/g },
  { name: 'API key of Callmeter', pattern: /\bcmk_[a-z0-9-]{2,40}_[0-9a-f]{16}_[0-9a-f]{32,}/g },
  { name: 'cloud access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { name: 'access token', pattern: /\b(?:ghp|gho|ghs|npm|sk|xox[abp])[_-][A-Za-z0-9_-]{30,}/g },
  { name: 'assigned secret', pattern: ASSIGNMENT },
];

/** Patterns of assigned texts that are a name, a placeholder or a test constant, not a secret. */
const HARMLESS = [
  /^[A-Za-z_$][\w$]*(?:\.[\w$]+)+$/, // a reference: config.dataSecret
  /^[A-Za-z]+$/, // one word: an identifier or a message
  /^(?:process|env|import)\b/,
  /test|example|sample|demo|local|dummy|secret-of-more-than/i,
  /^(.)\1+$/, // one repeated character
];

/** Whether an assigned text is clearly not a secret. */
export function isHarmless(value: string): boolean {
  return HARMLESS.some((pattern) => pattern.test(value));
}
