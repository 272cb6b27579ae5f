import * as z from 'zod';
import { verifySlice } from '../../audit/verify.ts';
import type { Break } from '../../audit/verify-chain.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { accepting } from '../../messages.ts';
import { isoInstant } from '../../time/dates.ts';
import { wholeParameter } from '../parameters.ts';

const MAX_SEQ = 100_000_000;
const ACCEPTED_HEAD = '<seq>:<hash>, as in a log line "audit_sealed"';

const headParameter = z
  .string({ error: accepting(ACCEPTED_HEAD) })
  .regex(/^[1-9]\d{0,8}:[0-9a-f]{64}$/)
  .transform((text) => {
    const [seq = '', hash = ''] = text.split(':');
    return { seq: Number(seq), hash };
  });

/** Explains each kind of break to administrators. */
const MEANING: Readonly<Record<Break['kind'], string>> = {
  seal_missing: 'A seal is missing.',
  seal_changed: 'The seal was changed, or was not made with this data secret or the previous one.',
  anchor_missing: 'The log ends before the seal in head, so its end was removed.',
  anchor_differs: 'The seal differs from the one in head, so the log was rewritten.',
  entries_changed: 'Entries in the range of the seal were changed, removed, added or reordered.',
};

const breakShape = z.object({
  kind: z.enum(['seal_missing', 'seal_changed', 'anchor_missing', 'anchor_differs', 'entries_changed']),
  message: z.string(),
  seal: z.int().describe('Number of the seal in question.'),
  from: z.iso.datetime().nullable().describe('First and last instant that the seal covers, if known.'),
  to: z.iso.datetime().nullable(),
  sealed_entries: z.int().nullable(),
  found_entries: z.int().nullable(),
});

export const verifyAuditLog = defineOperation({
  id: 'verifyAuditLog',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/audit-log/verify',
  summary:
    'Checks the seals of the audit log and their entries, slice by slice; repeat with `next` until it is null (npm run verify-audit does).',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  query: z.strictObject({
    after: wholeParameter(0, MAX_SEQ).default(0).describe('`next` of the answer before; 0 to begin.'),
    head: headParameter
      .optional()
      .describe('<seq>:<hash> of a seal that was kept elsewhere: finds out whether the end was cut off.'),
  }),
  response: z.object({
    intact: z.boolean().describe('Whether all of this slice holds.'),
    entries: z.int().describe('Sealed entries of this slice that hold.'),
    seals: z.int().describe('Seals of this slice that hold.'),
    break: breakShape.nullable().describe('The first thing that does not hold.'),
    head: z
      .object({ seq: z.int(), hash: z.string() })
      .nullable()
      .describe('The last seal that holds: keep it elsewhere.'),
    unsealed: z
      .int()
      .nullable()
      .describe('At the end: newer entries that no seal covers yet, counted up to 1,000.'),
    next: z.int().nullable().describe('The seal after which to go on; null at the end, or at a break.'),
  }),
  async handle(context, { query }) {
    const { broken, entries, seals, head, unsealed, next } = await verifySlice(context, {
      after: query.after,
      anchor: query.head,
    });
    return {
      intact: broken === null,
      entries,
      seals,
      break: broken && presentBreak(broken),
      head,
      unsealed,
      next,
    };
  },
});

function presentBreak({ kind, seq, range, sealed, found }: Break): z.input<typeof breakShape> {
  return {
    kind,
    message: MEANING[kind],
    seal: seq,
    from: range ? isoInstant(range.from) : null,
    to: range ? isoInstant(range.to) : null,
    sealed_entries: sealed ?? null,
    found_entries: found ?? null,
  };
}
