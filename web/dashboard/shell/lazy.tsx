import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failed, Skeleton } from '../components/states.tsx';

/** A component whose code is loaded when it is first shown. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  return function Lazy() {
    const [Loaded, setLoaded] = useState<{ it: ComponentType } | undefined>(loaded && { it: loaded });
    const [error, setError] = useState<Error>();
    useEffect(() => {
      let isShown = true;
      load().then(
        (component) => {
          loaded = component;
          if (isShown) setLoaded({ it: component });
        },
        (cause: unknown) => isShown && setError(cause instanceof Error ? cause : new Error(String(cause))),
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (error) return <Failed error={error} again={() => location.reload()} />;
    return Loaded ? <Loaded.it /> : <Skeleton height="30rem" />;
  };
}
