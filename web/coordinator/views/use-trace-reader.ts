import { useEffect } from "react";
import type { Results } from "../../room/results/results.ts";
import type { RoomStore } from "../../room/store.ts";
import { usePace } from "../../ui/use-pace.ts";
import { useStateOf } from "../../ui/use-state-of.ts";

interface Told {
  /** Tells when something is on record. */
  readonly results: Pick<Results, "subscribe"> | null;
  readonly store: RoomStore;
}

/**
 * What `read` takes of a reader of a job’s trace, at the page’s pace. null until it is read, and where there is no reader. `read`: of the module, so
 * that it stays the same.
 */
export function useTraceReader<Reader extends { readSome(): boolean }, Found>(
  reader: Reader | null,
  { results, store }: Told,
  read: (reader: Reader) => Found | null,
): Found | null {
  const pace = usePace();
  const [found, setFound] = useStateOf<Found | null>(reader, null);
  useEffect(() => {
    if (reader === null) return;
    let callOff: (() => void) | null = null;
    const readSoon = (): void => {
      if (callOff !== null) return;
      callOff = pace.onNextFrame(() => {
        callOff = null;
        if (reader.readSome()) readSoon();
        setFound(read(reader));
      });
    };
    readSoon();
    const unsubscribe = results?.subscribe(readSoon);
    // Time goes on while nothing happens.
    const unsubscribeStore = store.subscribe(readSoon);
    return () => {
      unsubscribe?.();
      unsubscribeStore();
      callOff?.();
    };
  }, [reader, results, store, pace, read, setFound]);
  return found;
}
