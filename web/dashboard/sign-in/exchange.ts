import { REASONS, type Reason } from './texts.ts';

const PATH = '/api/v1/browser-session';

/** Why a sign-in failed: by name, in the words of the API, or because it could not be reached. */
export type Failure = { reason: Reason } | { detail: string } | 'unreachable';

/** Exchanges a credential or a ticket for the cookie. Resolves to why it was refused; undefined if it was not. */
export async function exchange(
  sent: { credential: string } | { ticket: string },
): Promise<Failure | undefined> {
  try {
    const response = await fetch(PATH, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Callmeter': '1' },
      body: JSON.stringify(sent),
    });
    if (response.ok) return undefined;
    const { reason, detail } = (await response.json()) as { reason?: string; detail: string };
    return failureOf(reason) ?? { detail };
  } catch {
    return 'unreachable';
  }
}

/** Whether a cookie from before is still good. */
export async function isSignedIn(): Promise<boolean> {
  const response = await fetch(PATH).catch(() => undefined);
  return response?.ok === true;
}

/** Whether people can sign in with their organisation. */
export async function hasOrganisation(): Promise<boolean> {
  const response = await fetch(`${PATH}/options`).catch(() => undefined);
  if (!response?.ok) return false;
  const { oidc } = (await response.json()) as { oidc: boolean };
  return oidc;
}

/** The address at which signing in with the organisation begins; it returns to the present page. */
export function organisationAddress(): string {
  const { pathname, search } = location;
  return `${PATH}/oidc?${new URLSearchParams({ return_to: `${pathname}${search}` })}`;
}

/** Takes a parameter out of the address, so that it stays in no history and in no link. */
export function takeFromAddress(name: string): string | undefined {
  const address = new URL(location.href);
  const value = address.searchParams.get(name);
  if (value === null) return undefined;
  address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
  return value;
}

export function failureOf(name: string | undefined): { reason: Reason } | undefined {
  const reason = REASONS.find((each) => each === name);
  return reason && { reason };
}
