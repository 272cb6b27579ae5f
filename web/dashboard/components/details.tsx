import type { ComponentChildren } from 'preact';

export type Detail = readonly [name: string, value: ComponentChildren];

/** Names and values, of which those without a value are left out. */
export function Details({ of }: { of: readonly Detail[] }) {
  const shown = of.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <dl class="details">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
