export type Weights = Readonly<Record<string, number>>;

/** A weighted sum as people write it: `calls_missed + 2 * tickets_created`. */
export function showWeights(weights: Weights | null | undefined): string {
  return Object.entries(weights ?? {})
    .map(([name, weight], place) => {
      const size = Math.abs(weight);
      const term = size === 1 ? name : `${size} * ${name}`;
      if (place === 0) return weight < 0 ? `-${term}` : term;
      return `${weight < 0 ? '-' : '+'} ${term}`;
    })
    .join(' ');
}

/** Reads a weighted sum. A name that occurs twice counts twice; names are checked by the API. */
export function readWeights(text: string): Weights {
  const weights: Record<string, number> = {};
  for (const [, sign, factor, name] of text.matchAll(/([+-]?)\s*(?:([\d.]+)\s*[*×]\s*)?([^\s+*×-]+)/g)) {
    if (name) weights[name] = (weights[name] ?? 0) + Number(factor ?? 1) * (sign === '-' ? -1 : 1);
  }
  return weights;
}
