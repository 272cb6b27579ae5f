import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { QuarantinePosition } from '../../rollups/quarantine.ts';

const ERROR = 'Must be a next_cursor of this route, as it was answered.';
const POSITION = z.tuple([z.int().min(0), z.string(), z.string()]);

/** Encodes a position as an opaque cursor. */
export function cursorOf({ since, kind, id }: QuarantinePosition): string {
  return Buffer.from(JSON.stringify([since, kind, id])).toString('base64url');
}

/** The cursor parameter, decoded to a position. */
export const cursorParameter = z.string().transform((text, context): QuarantinePosition => {
  const position = positionIn(text);
  if (position && cursorOf(position) === text) return position;
  context.addIssue({ code: 'custom', message: ERROR });
  return z.NEVER;
});

function positionIn(text: string): QuarantinePosition | undefined {
  try {
    const { data } = POSITION.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return data && { since: data[0], kind: data[1], id: data[2] };
  } catch {
    return undefined;
  }
}
