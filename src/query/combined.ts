import type { Values } from './measures.ts';

/** Figures of several groups together, where each input adds up. */
export function together(groups: Iterable<Values>): Values {
  const all = [...groups];
  return (input) => all.reduce((sum, figures) => sum + figures(input), 0);
}

/** What `parts` leave of `total`, where each input adds up. */
export function remainder(total: Values, parts: Iterable<Values>): Values {
  const counted = together(parts);
  return (input) => total(input) - counted(input);
}
