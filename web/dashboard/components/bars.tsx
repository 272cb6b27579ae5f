import type { ComponentChildren } from 'preact';

export interface Bar {
  key: string;
  name: ComponentChildren;
  value: number;
  shown: ComponentChildren;
}

/** Horizontal bars with their figures, such as the parts of a whole. */
export function Bars({ bars, colour = 1 }: { bars: readonly Bar[]; colour?: 1 | 2 | 3 | 4 | 5 | 6 }) {
  const most = Math.max(...bars.map(({ value }) => value), 0) || 1;
  return (
    <dl class="bars">
      {bars.flatMap(({ key, name, value, shown }) => [
        <dt key={`${key} name`}>{name}</dt>,
        <dd key={`${key} bar`} aria-hidden="true">
          <div
            class="bar"
            style={{ width: `${Math.max(0, (value / most) * 100)}%`, background: `var(--series-${colour})` }}
          />
        </dd>,
        <dd key={`${key} figure`}>{shown}</dd>,
      ])}
    </dl>
  );
}
