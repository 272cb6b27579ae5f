import type { ComponentChildren } from 'preact';
import { TablePlace } from './table-place.tsx';

export interface ListColumn<Item> {
  heading: ComponentChildren;
  show(item: Item): ComponentChildren;
  /** Aligned as text; figures are aligned at their end. */
  isText?: boolean;
}

/** Things other than figures as a table, such as records or API keys. The first column names the row. */
export function ListTable<Item>(props: {
  items: readonly Item[];
  columns: readonly ListColumn<Item>[];
  keyOf(item: Item): string;
  caption: string;
}) {
  const [first, ...others] = props.columns;
  if (!first) return null;
  const kind = (isText: boolean | undefined) => (isText ? 'is-text' : '');
  return (
    <TablePlace>
      <table class="table">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(({ heading, isText }, place) => (
              <th key={place} scope="col" class={kind(isText)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.items.map((item) => (
            <tr key={props.keyOf(item)}>
              <th scope="row" class="is-text">
                {first.show(item)}
              </th>
              {others.map(({ show, isText }, place) => (
                <td key={place} class={kind(isText)}>
                  {show(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TablePlace>
  );
}
