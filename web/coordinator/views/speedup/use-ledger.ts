import { useMemo } from "react";
import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import type { RoomStore } from "../../../room/store.ts";
import { useTraceReader } from "../use-trace-reader.ts";
import { JobLedger } from "./job-ledger.ts";

interface Ledgered {
  /** Tells when something is on record. */
  readonly results: Pick<Results, "subscribe"> | null;
  readonly trace: JobTrace | null;
  readonly store: RoomStore;
}

/** What `read` takes of the ledger of a job’s trace, as of any reader of one. */
export function useLedger<Found>(
  { results, trace, store }: Ledgered,
  read: (ledger: JobLedger) => Found | null,
): Found | null {
  const ledger = useMemo(() => (trace === null ? null : new JobLedger(trace)), [trace]);
  return useTraceReader(ledger, { results, store }, read);
}
