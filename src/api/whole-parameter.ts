import * as z from 'zod';

/** A query parameter for a whole number from `min` to `max`, in decimal digits. */
export function wholeParameter(min: number, max: number) {
  const error = `Must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error })
    .transform(Number)
    .pipe(z.int({ error }).min(min, { error }).max(max, { error }));
}
