import * as z from 'zod';
import type { Rater } from '../records/types.ts';

/** Who rated. */
export const raterShape = z
  .object({
    kind: z
      .enum(['session', 'key', 'public'])
      .describe('session, key: by POST /api/v1/evaluations; public: by a customer, without a credential.'),
    id: z.string().nullable().describe("The session's user or the key's id; null for public."),
    role: z
      .string()
      .nullable()
      .describe('Of a session: attendant or agent tells that staff rated, not the customer.'),
  })
  .nullable()
  .describe('Who rated; null for an evaluation that was sent as a record.');

/** Presents who rated; a user may be named by an address or number, which `redact` masks. Ids of keys are hexadecimal. */
export function presentRater(
  rater: Rater | null,
  redact: (text: string) => string = (text) => text,
): z.input<typeof raterShape> {
  if (!rater) return null;
  const { kind, id, role } = rater;
  const shown = kind === 'key' ? id : id && redact(id);
  return { kind, id: shown ?? null, role: role ?? null };
}
