import { useEffect, useState } from 'preact/hooks';
import { hasRecords } from '../api/has-records.ts';
import { useSession } from '../session.ts';
import { FirstSteps } from './first-steps.tsx';
import { Nothing, Skeleton } from './states.tsx';

/** In place of figures that there are none of: the first steps if the tenant has no data at all, else that alone. */
export function NothingYet({ onArrived }: { onArrived(): void }) {
  const { tenant } = useSession();
  const [isEmpty, setIsEmpty] = useState<boolean>();
  useEffect(() => {
    const abort = new AbortController();
    hasRecords(tenant, abort.signal).then(
      (isThere) => setIsEmpty(!isThere),
      () => !abort.signal.aborted && setIsEmpty(false),
    );
    return () => abort.abort();
  }, [tenant]);
  if (isEmpty === undefined) return <Skeleton height="20rem" />;
  return isEmpty ? <FirstSteps onArrived={onArrived} /> : <Nothing />;
}
