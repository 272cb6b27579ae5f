import type { Shape, Tile, Width } from '../api/dashboards.ts';
import { DASHBOARDS } from '../messages/dashboards.ts';
import { useTexts } from '../messages/language.ts';
import { shapesOf } from './tile-query.ts';

const WIDTHS: readonly Width[] = ['third', 'half', 'full'];

/** Title, shape, width and place of a tile, while a dashboard is edited. */
export function TileEditor(props: {
  tile: Tile;
  change(tile: Tile): void;
  move(steps: -1 | 1): void;
  remove(): void;
}) {
  const { tile, change } = props;
  const texts = useTexts(DASHBOARDS);
  return (
    <div class="tile-editor">
      <label class="field">
        {texts.tileTitle}
        <input
          value={tile.title}
          maxLength={100}
          onChange={(event) => change({ ...tile, title: event.currentTarget.value.trim() || tile.title })}
        />
      </label>
      <label class="field">
        {texts.shape}
        <select
          value={tile.shape}
          onChange={(event) => change({ ...tile, shape: event.currentTarget.value as Shape })}
        >
          {shapesOf(tile.query).map((shape) => (
            <option key={shape} value={shape}>
              {texts.shapes[shape]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {texts.width}
        <select
          value={tile.width}
          onChange={(event) => change({ ...tile, width: event.currentTarget.value as Width })}
        >
          {WIDTHS.map((width) => (
            <option key={width} value={width}>
              {texts.widths[width]}
            </option>
          ))}
        </select>
      </label>
      <div class="row">
        <button
          type="button"
          class="button"
          aria-label={texts.earlier(tile.title)}
          onClick={() => props.move(-1)}
        >
          ←
        </button>
        <button
          type="button"
          class="button"
          aria-label={texts.later(tile.title)}
          onClick={() => props.move(1)}
        >
          →
        </button>
        <button
          type="button"
          class="button is-danger"
          aria-label={texts.removeTile(tile.title)}
          onClick={props.remove}
        >
          ×
        </button>
      </div>
    </div>
  );
}
