import type { JobId } from "../../core/ids.ts";
import type { RunId, RunResults, SlotRun } from "../compute.ts";
import type { SlotOrder } from "../protocol.ts";

interface Entry {
  readonly run: SlotRun;
  readonly length: number;
  /** Positions before it have been reported; nothing can change them. */
  reported: number;
}

export type Verdict =
  /** No run was at hand. */
  | { readonly type: "innocent" }
  /** The slot died under this position and no other; it counts as reported from now on. */
  | { readonly type: "guilty"; readonly run: RunId; readonly position: number; readonly ended: boolean }
  /** One of several positions: the run is to be taken up again, so carefully that the next death names its task. */
  | { readonly type: "unclear" };

/**
 * What one slot owes and how far it got, as its words tell: the truth that survives its Worker. The first run is at hand,
 * the second waits. Positions are reported in order, each once: what does not start at the first unreported one is refused.
 */
export class RunLedger {
  readonly #entries: Entry[] = [];
  /** No position of the run at hand before this one can be running. */
  #suspectFrom = 0;
  /** The first unreported position is the only one that can be running. */
  #located = false;
  /** From here on the Worker reports one by one; null when it does not. */
  #carefulFrom: number | null = null;
  /** The run at hand lost a Worker, and nothing was reported since. */
  #fruitless = false;

  get atHand(): SlotRun | undefined {
    return this.#entries[0]?.run;
  }

  /** What people would call the running task: known when located, else the first that it can be. */
  get position(): number {
    return this.#suspectFrom;
  }

  /** Of the run at hand. */
  get firstUnreported(): number {
    return this.#entries[0]?.reported ?? 0;
  }

  accept(run: SlotRun): void {
    if (this.#entries.length === 2) throw new RangeError(`Run ${run.run} is the third for its slot`);
    const length = run.inputs.ends.length;
    if (length === 0) throw new RangeError(`Run ${run.run} has no inputs`);
    this.#entries.push({ run, length, reported: 0 });
    if (this.#entries.length === 1) this.#startHead();
  }

  /** Takes the columns as the next of the run at hand. Null if they are not: then the Worker is not to be believed. */
  report(results: RunResults): { readonly ended: boolean } | null {
    const head = this.#entries[0];
    if (head === undefined || results.run !== head.run.run || results.first !== head.reported) return null;
    const reported = head.reported + results.outcomes.length;
    if (reported > head.length) return null;
    head.reported = reported;
    this.#fruitless = false;
    if (reported === head.length) {
      this.#endHead();
      return { ended: true };
    }
    this.#suspectFrom = Math.max(this.#suspectFrom, reported);
    this.#located = reported === head.length - 1 || (this.#carefulFrom !== null && reported >= this.#carefulFrom);
    return { ended: false };
  }

  /** Takes a word about what runs now; says whether the slot got on, or null if the word makes no sense. */
  at(run: RunId, position: number, exact: boolean): { readonly moved: boolean } | null {
    const head = this.#entries[0];
    if (head === undefined || run !== head.run.run) return null;
    if (position < head.reported || position >= head.length) return null;
    if (exact && position !== head.reported) return null;
    const moved = position > this.#suspectFrom || !exact;
    this.#suspectFrom = position;
    if (exact) {
      this.#located = true;
    } else {
      // A careful Worker that speaks so has passed the suspects.
      if (this.#carefulFrom !== null && position >= this.#carefulFrom) this.#carefulFrom = null;
      this.#located = head.reported === head.length - 1;
    }
    return { moved };
  }

  /** The slot's Worker is no more. */
  lost(): Verdict {
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
    // Dead again before anything was reported: then what had passed once is not above suspicion either.
    this.#carefulFrom = this.#fruitless ? head.reported : this.#suspectFrom;
    this.#fruitless = true;
    this.#suspectFrom = head.reported;
    this.#located = this.#carefulFrom === head.reported;
    return { type: "unclear" };
  }

  /** The run at hand is over where its reports end. */
  abandon(): RunId | null {
    const head = this.#entries[0];
    if (head === undefined) return null;
    this.#endHead();
    return head.run.run;
  }

  /** The Worker was ended through no fault of the run that is at hand now; nothing is learnt from it. */
  interrupted(): void {
    if (this.#entries.length > 0) this.#startHead();
  }

  /** Removes the runs of a job, or all. Says whether the one at hand was among them; `interrupted` must follow then. */
  drop(job?: JobId): { readonly runs: readonly RunId[]; readonly headDropped: boolean } {
    const head = this.#entries[0];
    const dropped = this.#entries.filter(({ run }) => job === undefined || run.job === job);
    for (const entry of dropped) this.#entries.splice(this.#entries.indexOf(entry), 1);
    return { runs: dropped.map(({ run }) => run.run), headDropped: head !== undefined && dropped.includes(head) };
  }

  /** What a Worker that has just started must be told, in order. */
  orders(): Extract<SlotOrder, { readonly type: "run" }>[] {
    return this.#entries.map(({ run, length, reported }, i) => ({
      type: "run",
      run: run.run,
      job: run.job,
      inputs: run.inputs,
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
    this.#fruitless = false;
    this.#carefulFrom = null;
    this.#suspectFrom = head?.reported ?? 0;
    this.#located = head !== undefined && head.reported === head.length - 1;
  }
}
