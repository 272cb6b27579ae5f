import { promises as dns } from 'node:dns';
import type { Config } from '../env.ts';
import { isLoopback, readEndpointUrl } from './endpoint-url.ts';
import { isPublicAddress } from './public-address.ts';

/** What reaches the network, and how far. */
export interface Network {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** The addresses of a name, of both families; empty for an unknown one. Throws if nobody could be asked. */
  resolve(host: string): Promise<readonly string[]>;
  /** Whether `http://127.0.0.1` may be reached. */
  readonly allowLoopback: boolean;
}

const RESOLVE_MILLISECONDS = 4_000;
/** Answers of the resolver that say that there is no such address. */
const NOTHING_FOUND: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/** The network of a Worker. Names are resolved by DNS over HTTPS. */
export function networkOf({ webhookAllowLoopback }: Pick<Config, 'webhookAllowLoopback'>): Network {
  return {
    fetch: (url, init) => fetch(url, init),
    resolve: async (host) =>
      (await Promise.all([found(dns.resolve4(host)), found(dns.resolve6(host))])).flat(),
    allowLoopback: webhookAllowLoopback,
  };
}

async function found(asked: Promise<string[]>): Promise<string[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The name was not resolved in time.')), RESOLVE_MILLISECONDS);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOTHING_FOUND.has(error.code)) return [];
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What an address leads to. unknown: the resolver could not be asked. */
export type Reach = 'public' | 'refused' | 'not found' | 'unknown';

/**
 * Where an address leads now: `public` only if every address of its name is one of a public host. A name may lead
 * elsewhere a moment later, and a Worker cannot bind a request to an address that was checked; so this is asked before
 * every request, and does not replace the separation of the network that the Worker runs in.
 */
export async function reachOf(text: string, network: Network): Promise<Reach> {
  const url = readEndpointUrl(text, network);
  if (!url) return 'refused';
  if (isLoopback(url)) return 'public';
  try {
    const addresses = await network.resolve(url.hostname);
    if (addresses.length === 0) return 'not found';
    return addresses.every(isPublicAddress) ? 'public' : 'refused';
  } catch {
    return 'unknown';
  }
}
