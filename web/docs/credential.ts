const NAME = 'callmeter-credential';

/** The API key or session token that was pasted here. It lives as long as the tab, and no request sends it by itself. */
export function keptCredential(): string {
  return sessionStorage.getItem(NAME) ?? '';
}

/** Keeps a credential for this tab; an empty text forgets it. */
export function keepCredential(credential: string): void {
  if (credential) sessionStorage.setItem(NAME, credential);
  else sessionStorage.removeItem(NAME);
}
