import { BOUNDS } from '../bounds.ts';
import { bytesOf } from '../error-list.ts';
import type { FieldError } from '../errors.ts';

export interface Rejection {
  /** Index in the request, from 0. */
  index: number;
  type: string | null;
  id: string | null;
  errors: FieldError[];
}

/** A record that was stored, or would be, after some of its side fields were mended. */
export interface WarnedRecord extends Omit<Rejection, 'errors'> {
  warnings: FieldError[];
}

/** Replaces the reasons of a rejection once the response is full. */
const LEFT_OUT = { path: '', message: 'Rejected. The response has no room for more reasons.' };

/**
 * All rejections in order. Their reasons are limited to the bytes of the request plus `rejectionBytes`. Every rejected
 * record stays listed, so that its sender can find it.
 */
export function withinAnswer(rejections: readonly Rejection[], requestBytes: number): Rejection[] {
  let room = requestBytes + BOUNDS.rejectionBytes.value;
  return rejections.map((rejection) => {
    room -= room > 0 ? bytesOf(rejection.errors) : 0;
    return room > 0 ? rejection : { ...rejection, errors: [LEFT_OUT] };
  });
}
