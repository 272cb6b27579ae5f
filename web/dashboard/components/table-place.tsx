import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The place of a table. If it is wider than the page it scrolls, and then the keyboard reaches it, too. */
export function TablePlace({ children }: { children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  const [isWide, setIsWide] = useState(false);
  useEffect(() => {
    const within = place.current;
    if (!within) return;
    const resized = new ResizeObserver(() => setIsWide(within.scrollWidth > within.clientWidth));
    resized.observe(within);
    for (const child of within.children) resized.observe(child);
    return () => resized.disconnect();
  }, []);
  return (
    <div ref={place} class="table-place" tabIndex={isWide ? 0 : undefined}>
      {children}
    </div>
  );
}
