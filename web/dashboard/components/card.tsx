import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A titled part of a page. `width` is its share of the grid on wide screens. */
export function Card(props: {
  title: ComponentChildren;
  note?: ComponentChildren;
  actions?: ComponentChildren;
  width?: 'half' | 'third' | 'two-thirds' | 'full';
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`card ${props.width ?? ''}`} aria-labelledby={id}>
      <div class="card-head">
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.note && <p class="soft small">{props.note}</p>}
        </div>
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}
