import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { AuditPosition } from '../../audit/list.ts';

const ERROR = 'Must be a next_cursor of this route, as it was answered.';
const CURSOR = /^(\d{1,12})\/([0-9a-f-]{36})$/;

/** Encodes a position as an opaque cursor. */
export function cursorOf({ at, id }: AuditPosition): string {
  return Buffer.from(`${at}/${id}`).toString('base64url');
}

/** The cursor parameter, decoded to a position. */
export const cursorParameter = z.string().transform((text, context): AuditPosition => {
  const [, at, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (at !== undefined && id !== undefined) {
    const position = { at: Number(at), id };
    if (cursorOf(position) === text) return position;
  }
  context.addIssue({ code: 'custom', message: ERROR });
  return z.NEVER;
});
