import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { linkOf, type View, viewOf } from './view.ts';

interface Navigation {
  view: View;
  /** The link of the view with some of it changed. */
  link(changes: Partial<View>): string;
  /** Goes there; `replace` leaves no entry in the history. */
  go(changes: Partial<View>, options?: { replace?: boolean }): void;
}

const ViewContext = createContext<Navigation | undefined>(undefined);

/** Links within the dashboard change the view without loading the document anew. */
export function ViewProvider({ children }: { children: ComponentChildren }) {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const follow = () => setHref(location.href);
    const clicked = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a');
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
      if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
      const { origin, pathname } = new URL(link.href);
      if (origin !== location.origin || /^\/(api|docs|files|assets)(\/|$)/.test(pathname)) return;
      event.preventDefault();
      const isOtherPage = pathname !== location.pathname;
      history.pushState(null, '', link.href);
      follow();
      if (isOtherPage) scrollTo(0, 0);
    };
    addEventListener('popstate', follow);
    document.addEventListener('click', clicked);
    return () => {
      removeEventListener('popstate', follow);
      document.removeEventListener('click', clicked);
    };
  }, []);
  const navigation = useMemo<Navigation>(() => {
    const view = viewOf(new URL(href));
    const link = (changes: Partial<View>) => linkOf({ ...view, ...changes });
    return {
      view,
      link,
      go(changes, { replace = false } = {}) {
        history[replace ? 'replaceState' : 'pushState'](null, '', link(changes));
        setHref(location.href);
      },
    };
  }, [href]);
  return <ViewContext.Provider value={navigation}>{children}</ViewContext.Provider>;
}

/** The view that the address shows, and ways to other views. */
export function useView(): Navigation {
  const navigation = useContext(ViewContext);
  if (!navigation) throw new Error('There is no view outside the ViewProvider.');
  return navigation;
}
