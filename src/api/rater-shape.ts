import * as z from 'zod';
import type { Rater } from '../records/types.ts';

/** Who gave a rating. */
export const raterShape = z
  .object({
    kind: z
      .enum(['session', 'key', 'public'])
      .describe('session, key: by POST /api/v1/evaluations; public: by a customer, without a credential.'),
    id: z.string().nullable().describe("The session's user or the key's id; null for public."),
    role: z
      .string()
      .nullable()
      .describe('Of a session: attendant or agent means that staff rated, not the customer.'),
  })
  .nullable()
  .describe('Who rated; null for an evaluation that was sent as a record.');

/** Presents a rater. User ids may contain an address or number, which `redact` masks; key ids are hexadecimal. */
export function presentRater(
  rater: Rater | null,
  redact: (text: string) => string = (text) => text,
): z.input<typeof raterShape> {
  if (!rater) return null;
  const { kind, id, role } = rater;
  const shown = kind === 'key' ? id : id && redact(id);
  return { kind, id: shown ?? null, role: role ?? null };
}
