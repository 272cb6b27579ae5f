import { BOUNDS } from '../bounds.ts';
import { bytesOf } from '../error-list.ts';
import type { FieldError } from '../errors.ts';

export interface Rejection {
  /** Place in the request, from 0. */
  index: number;
  type: string | null;
  id: string | null;
  errors: FieldError[];
}

/** What a rejected record has for reasons once the answer is full. */
const LEFT_OUT = { path: '', message: 'is rejected; the answer has no room for more reasons' };

/**
 * All rejections, in their order, with reasons as far as they fit: so many bytes as the request has, and
 * `rejectionBytes` more. Every rejected record stays listed, so that its sender finds it.
 */
export function withinAnswer(rejections: readonly Rejection[], requestBytes: number): Rejection[] {
  let room = requestBytes + BOUNDS.rejectionBytes.value;
  return rejections.map((rejection) => {
    room -= room > 0 ? bytesOf(rejection.errors) : 0;
    return room > 0 ? rejection : { ...rejection, errors: [LEFT_OUT] };
  });
}
