import { useEffect, useMemo } from "react";
import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import type { RoomStore } from "../../../room/store.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { JobLedger } from "./job-ledger.ts";

interface Ledgered {
  /** Tells when something is on record. */
  readonly results: Pick<Results, "subscribe"> | null;
  readonly trace: JobTrace | null;
  readonly store: RoomStore;
}

/** What `read` takes of the ledger of a job’s trace, at the page’s pace. null until it is read, and where there is no trace. `read`: of the module, so that it stays the same. */
export function useLedger<Found>(
  { results, trace, store }: Ledgered,
  read: (ledger: JobLedger) => Found | null,
): Found | null {
  const pace = usePace();
  const ledger = useMemo(() => (trace === null ? null : new JobLedger(trace)), [trace]);
  const [found, setFound] = useStateOf<Found | null>(ledger, null);
  useEffect(() => {
    if (ledger === null) return;
    let callOff: (() => void) | null = null;
    const readSoon = (): void => {
      if (callOff !== null) return;
      callOff = pace.onNextFrame(() => {
        callOff = null;
        if (ledger.readSome()) readSoon();
        setFound(read(ledger));
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
  }, [ledger, results, store, pace, read, setFound]);
  return found;
}
