const PAUSE_SECONDS = 5;

/**
 * Calls the API and returns the JSON of a successful response: POST if there is a body, else GET. After a 429 or 503,
 * waits as Retry-After says and retries. Throws an Error with the response of any other failure.
 */
export async function ask(
  url: URL,
  token: string,
  options: { body?: unknown; tenant?: string } = {},
): Promise<unknown> {
  const { body, tenant } = options;
  for (;;) {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...(tenant !== undefined && { 'X-Tenant': tenant }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    const text = await response.text();
    if (response.status !== 429 && response.status !== 503) throw new Error(`${response.status}: ${text}`);
    const seconds = Number(response.headers.get('Retry-After') ?? PAUSE_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  }
}
