import { createHash } from 'node:crypto';
import { type RollupState, readRollupState } from '../rollups/state.ts';
import type { RequestContext } from './context.ts';
import type { Operation } from './operation.ts';

/** A weak tag: the data version and until when it holds, in base 36, and a hash of all that the answer depends on. */
const TAG = /^(?:W\/)?"([0-9a-z]+)\.([0-9a-z]+)\.([\w-]{22})"$/;
const NEVER = '0';
const HASH_CHARACTERS = 22;
const MOST_TAGS = 10;

/** The data version of each tenant as this isolate saw it last: tags of older ones need no trip to be refused. */
const lastSeen = new Map<string, number>();

/** The tags of one request of an operation with `conditional`. */
export class Tags {
  readonly #context: RequestContext;
  readonly #operation: Operation;
  readonly #asked: string;

  /** `body` is the text of the request's body. */
  constructor(context: RequestContext, operation: Operation, body: string) {
    this.#context = context;
    this.#operation = operation;
    this.#asked = askedIn(context, operation, body);
  }

  /** The headers of the answer that was made from what `context.seen` noted; empty if it has no tag. */
  headers(): Record<string, string> {
    const { seen, tenant } = this.#context;
    const { whole } = seen;
    if (!whole) return {};
    lastSeen.set(tenant.slug, whole.state.data_version);
    return headersWith(this.#tagOf(whole.state, whole.until));
  }

  /**
   * A 304 if one of the tags in If-None-Match is that of the answer now, for one row read. Tags whose time has passed, or
   * that are known to be old, cost nothing.
   */
  async unchanged(): Promise<Response | undefined> {
    const { now, request, store, tenant } = this.#context;
    const oldest = lastSeen.get(tenant.slug) ?? 0;
    const sent = tagsIn(request.headers.get('If-None-Match') ?? '').filter(
      ({ version, until }) => version >= oldest && until > now,
    );
    if (sent.length === 0) return undefined;
    const state = await readRollupState({ store });
    const found = state && sent.find(({ tag, until }) => tag === this.#tagOf(state, until));
    return found && new Response(null, { status: 304, headers: headersWith(found.tag) });
  }

  #tagOf(state: RollupState, until: number): string {
    const { conditional } = this.#operation;
    const made = conditional === 'figures and state' ? state : [state.data_version, state.layout];
    const hash = createHash('sha256').update(JSON.stringify([this.#asked, made, until]));
    const version = state.data_version.toString(36);
    return `W/"${version}.${encoded(until)}.${hash.digest('base64url').slice(0, HASH_CHARACTERS)}"`;
  }
}

function headersWith(tag: string): Record<string, string> {
  return { ETag: tag, 'Cache-Control': 'private, no-cache' };
}

function encoded(until: number): string {
  return until === Number.POSITIVE_INFINITY ? NEVER : until.toString(36);
}

/** What was asked, by whom, and of which code: another version of it may answer otherwise. */
function askedIn({ env, tenant, actor, request }: RequestContext, { id }: Operation, body: string): string {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.sort();
  const rights = actor.kind === 'session' ? actor.role : actor.scopes.toSorted();
  return JSON.stringify([env.CODE_VERSION?.id, tenant, rights, id, pathname, searchParams.toString(), body]);
}

/** The tags in a header that may be ours, in the form that we give them. */
function tagsIn(header: string): { tag: string; version: number; until: number }[] {
  return header
    .split(',', MOST_TAGS)
    .map((text) => TAG.exec(text.trim()))
    .filter((match) => match !== null)
    .map(([, version = '', until = NEVER, hash = '']) => ({
      tag: `W/"${version}.${until}.${hash}"`,
      version: Number.parseInt(version, 36),
      until: until === NEVER ? Number.POSITIVE_INFINITY : Number.parseInt(until, 36),
    }));
}
