import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import type { Exploring } from './use-explored.ts';

const LIMITS = [10, 25, 50, 100, 500, 1_000];

/** By which column rows are ordered, and how many a page has. */
export function Ordering({ exploring }: { exploring: Exploring }) {
  const { explored, change, columns, nameOf } = exploring;
  const texts = useTexts(EXPLORE);
  const [order] = explored.order;
  const dimensions = explored.dimensions.map((name) => (name.startsWith('time:') ? 'time' : name));
  return (
    <div class="choice-grid">
      <label class="field">
        {texts.order}
        <select
          value={order?.by ?? ''}
          onChange={({ currentTarget: { value: by } }) =>
            change({ order: by ? [{ by, direction: order?.direction ?? 'desc' }] : [] })
          }
        >
          <option value="">{texts.usualOrder}</option>
          {columns.map(({ column, label }) => (
            <option key={column} value={column}>
              {label}
            </option>
          ))}
          {dimensions.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      {order && (
        <label class="field">
          {texts.direction}
          <select
            value={order.direction}
            onChange={(event) =>
              change({ order: [{ ...order, direction: event.currentTarget.value as 'asc' | 'desc' }] })
            }
          >
            <option value="desc">{texts.desc}</option>
            <option value="asc">{texts.asc}</option>
          </select>
        </label>
      )}
      <label class="field">
        {texts.limit}
        <select
          value={explored.limit}
          onChange={(event) => change({ limit: Number(event.currentTarget.value) })}
        >
          {[...new Set([...LIMITS, explored.limit])].map((limit) => (
            <option key={limit} value={limit}>
              {limit}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
