import type { Cell } from '../api/query.ts';

const WIDTH = 100;
const HEIGHT = 32;

/** A small line without axes, beside its figures. A missing value is a gap, a single value between gaps a dot. */
export function Sparkline({ values }: { values: readonly (Cell | undefined)[] }) {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < 2) return <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const range = most - least || 1;
  let path = '';
  let isDown = false;
  for (const [place, value] of values.entries()) {
    if (typeof value !== 'number') {
      isDown = false;
      continue;
    }
    const x = (place / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 2 - ((value - least) / range) * (HEIGHT - 4);
    const isAlone = !isDown && typeof values[place + 1] !== 'number';
    path += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${isAlone ? 'h0' : ''}`;
    isDown = true;
  }
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
