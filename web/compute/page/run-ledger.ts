import type { JobId } from "../../core/ids.ts";
import type { RunId, RunResults, SlotRun } from "../compute.ts";
import type { SlotOrder } from "../protocol.ts";

interface Entry {
  readonly run: SlotRun;
  readonly length: number;
  /** Number of reported positions. Their results are final. */
  reported: number;
}

export type Verdict =
  /** The slot had no run. */
  | { readonly type: "innocent" }
  /** The slot died while it computed this position, which counts as reported from now on. */
  | { readonly type: "guilty"; readonly run: RunId; readonly position: number; readonly ended: boolean }
  /** One of several positions. The next Worker computes the run again, and reports the suspects one by one. */
  | { readonly type: "unclear" };

/**
 * The runs of one slot (the current one and at most one that waits) and how far the slot got, as its messages say. It
 * outlives the slot's Workers. Accepts results in order and once only: they must start at the first unreported position.
 */
export class RunLedger {
  readonly #entries: Entry[] = [];
  /** First position of the current run that may be running. */
  #suspectFrom = 0;
  /** True if the first unreported position is the only one that may be running. */
  #located = false;
  /** First position that the Worker reports by itself; null if the Worker is not careful. */
  #carefulFrom: number | null = null;
  /** True if the current run lost a Worker and nothing was reported since. */
  #diedWithoutReport = false;

  get currentRun(): SlotRun | undefined {
    return this.#entries[0]?.run;
  }

  /** The running position, for display: exact if located, otherwise the first that it may be. */
  get position(): number {
    return this.#suspectFrom;
  }

  /** First position of the current run that has not been reported; 0 without a run. */
  get firstUnreported(): number {
    return this.#entries[0]?.reported ?? 0;
  }

  /** Whether this position is known to be the running one: a Worker that dies now has died under it. */
  isLocatedAt(run: RunId, position: number): boolean {
    const head = this.#entries[0];
    return this.#located && head?.run.run === run && head.reported === position;
  }

  /** Throws a RangeError for a third run, and for a run without inputs. */
  addRun(run: SlotRun): void {
    if (this.#entries.length === 2) throw new RangeError(`Run ${run.run} is the third for its slot`);
    const length = run.inputs.ends.length;
    if (length === 0) throw new RangeError(`Run ${run.run} has no inputs`);
    this.#entries.push({ run, length, reported: 0 });
    if (this.#entries.length === 1) this.#startHead();
  }

  /** Records the next results of the current run. Null if they are not the next ones: then the Worker has contradicted itself. */
  reportResults(results: RunResults): { readonly ended: boolean } | null {
    const head = this.#entries[0];
    if (head === undefined || results.run !== head.run.run || results.first !== head.reported) return null;
    const reported = head.reported + results.outcomes.length;
    if (reported > head.length) return null;
    head.reported = reported;
    this.#diedWithoutReport = false;
    if (reported === head.length) {
      this.#endHead();
      return { ended: true };
    }
    this.#suspectFrom = Math.max(this.#suspectFrom, reported);
    this.#located = reported === head.length - 1 || (this.#carefulFrom !== null && reported >= this.#carefulFrom);
    return { ended: false };
  }

  /**
   * Records the position that the slot computes now. `moved` is true if the slot got further; null if the position is
   * impossible.
   */
  notePosition(run: RunId, position: number, exact: boolean): { readonly moved: boolean } | null {
    const head = this.#entries[0];
    if (head === undefined || run !== head.run.run) return null;
    if (position < head.reported || position >= head.length) return null;
    if (exact && position !== head.reported) return null;
    const moved = position > this.#suspectFrom || !exact;
    this.#suspectFrom = position;
    if (exact) {
      this.#located = true;
    } else {
      // A careful Worker says this when it has passed the suspects.
      if (this.#carefulFrom !== null && position >= this.#carefulFrom) this.#carefulFrom = null;
      this.#located = head.reported === head.length - 1;
    }
    return { moved };
  }

  /** Call when the slot's Worker has died. Says which task ended it, if that is known. */
  judgeDeath(): Verdict {
    const head = this.#entries[0];
    if (head === undefined) return { type: "innocent" };
    if (this.#located) {
      const position = head.reported;
      head.reported += 1;
      const ended = head.reported === head.length;
      const { run } = head.run;
      if (ended) this.#endHead();
      else this.#startHead();
      return { type: "guilty", run, position, ended };
    }
    // A second death before any report: positions that had passed before are suspects too.
    this.#carefulFrom = this.#diedWithoutReport ? head.reported : this.#suspectFrom;
    this.#diedWithoutReport = true;
    this.#suspectFrom = head.reported;
    this.#located = this.#carefulFrom === head.reported;
    return { type: "unclear" };
  }

  /** Ends the current run after its reported positions. Returns its id, or null without a run. */
  abandonRun(): RunId | null {
    const head = this.#entries[0];
    if (head === undefined) return null;
    this.#endHead();
    return head.run.run;
  }

  /** Call when the Worker was ended for another reason than the current run. All unreported positions are unsuspected again. */
  restartRun(): void {
    if (this.#entries.length > 0) this.#startHead();
  }

  /** Removes the runs of a job, or all runs. If `headDropped`, the current run was among them, and `restartRun` must follow. */
  dropRuns(job?: JobId): { readonly runs: readonly RunId[]; readonly headDropped: boolean } {
    const head = this.#entries[0];
    const dropped = this.#entries.filter(({ run }) => job === undefined || run.job === job);
    for (const entry of dropped) this.#entries.splice(this.#entries.indexOf(entry), 1);
    return { runs: dropped.map(({ run }) => run.run), headDropped: head !== undefined && dropped.includes(head) };
  }

  /** The orders for a Worker that has just started, or for one that has none of them yet. */
  runOrders(): Extract<SlotOrder, { readonly type: "run" }>[] {
    return this.#entries.map(({ run, length, reported }, i) => ({
      type: "run",
      run: run.run,
      job: run.job,
      inputs: run.inputs,
      indices: run.indices,
      attempts: run.attempts,
      from: reported,
      carefulFrom: i === 0 ? (this.#carefulFrom ?? length) : length,
    }));
  }

  #endHead(): void {
    this.#entries.shift();
    this.#startHead();
  }

  #startHead(): void {
    const head = this.#entries[0];
    this.#diedWithoutReport = false;
    this.#carefulFrom = null;
    this.#suspectFrom = head?.reported ?? 0;
    this.#located = head !== undefined && head.reported === head.length - 1;
  }
}
