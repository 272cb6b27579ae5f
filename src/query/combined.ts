import type { Figures } from './measures.ts';

/** Figures of several groups together, where each term adds up. */
export function together(groups: Iterable<Figures>): Figures {
  const all = [...groups];
  return (term) => all.reduce((sum, figures) => sum + figures(term), 0);
}

/** What `parts` leave of `total`, where each term adds up. */
export function remainder(total: Figures, parts: Iterable<Figures>): Figures {
  const counted = together(parts);
  return (term) => total(term) - counted(term);
}
