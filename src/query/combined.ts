import type { Values } from './measures.ts';

/** Sums several groups. Valid only for inputs that add up. */
export function together(groups: Iterable<Values>): Values {
  const all = [...groups];
  return (input) => all.reduce((sum, figures) => sum + figures(input), 0);
}

/** Subtracts `parts` from `total`. Valid only for inputs that add up. */
export function remainder(total: Values, parts: Iterable<Values>): Values {
  const counted = together(parts);
  return (input) => total(input) - counted(input);
}
