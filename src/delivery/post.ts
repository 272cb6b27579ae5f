import { BOUNDS } from '../bounds.ts';
import { describeError } from '../log.ts';
import type { Outcome } from './attempts.ts';
import { type Network, type Reach, reachOf } from './network.ts';

const MILLISECONDS = BOUNDS.deliverySeconds.value * 1_000;
const KEPT = BOUNDS.deliveryAnswer.value;
/** A character of UTF-8 has at most four bytes. */
const READ_BYTES = KEPT * 4;

/** A name may be repaired, so an attempt follows. */
const NOT_SENT: Readonly<Record<Exclude<Reach, 'public'>, string>> = {
  refused: 'Not sent: the host leads to an address that is not public.',
  'not found': 'Not sent: the host is unknown.',
  unknown: 'Not sent: the host could not be resolved.',
};

/**
 * One POST of a JSON body. 2xx is a success, 410 final, everything else a reason to try again, redirects included: they
 * are not followed. Nothing is sent to an address that is not public. The first characters of the answer are kept.
 */
export async function post(
  network: Network,
  url: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
): Promise<Outcome> {
  const reach = await reachOf(url, network);
  if (reach !== 'public') return { kind: 'retry', answer: NOT_SENT[reach] };
  const signal = AbortSignal.timeout(MILLISECONDS);
  try {
    const response = await network.fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'Callmeter-Webhooks/1.0', ...headers },
      body,
      redirect: 'manual',
      signal,
    });
    const { status: code } = response;
    const answer = await beginningOf(response);
    if (response.ok) return { kind: 'delivered', code, answer };
    if (code === 410) return { kind: 'failed', code, answer };
    const asked = retryAfter(response.headers.get('Retry-After'));
    return { kind: 'retry', code, answer, ...(asked !== undefined && { retryAfter: asked }) };
  } catch (error) {
    if (signal.aborted)
      return { kind: 'retry', answer: `No answer within ${BOUNDS.deliverySeconds.value} seconds.` };
    return { kind: 'retry', answer: `No connection: ${describeError(error)}`.slice(0, KEPT) };
  }
}

/** Reads no more than is kept, however long the answer is. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; bytes < READ_BYTES && text.length < KEPT; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.slice(0, KEPT);
}

/** The seconds that a Retry-After asks for, in either form of RFC 9110. */
function retryAfter(sent: string | null): number | undefined {
  if (sent === null) return undefined;
  if (/^\d{1,9}$/.test(sent.trim())) return Number(sent);
  const at = Date.parse(sent);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}
