import type { CallAnswer, ComputeEvent, RunId } from "../compute/compute.ts";
import type { Packed } from "../core/values/format.ts";
import { packAll, valueAt } from "../core/values/packed.ts";

type Called = Extract<ComputeEvent, { readonly type: "task-called" }>;

/** Calls that wait for their answers at a time. */
const mostOpen = 2;

/** The task that calls. */
interface CallingTask {
  readonly slot: number;
  readonly run: RunId;
  readonly position: number;
  readonly task: number;
  /** How many calls it makes. */
  readonly calls: number;
}

/** The calls of one task while it runs: it makes further ones as it is answered, and ends when it ends. */
export class SimulatedCalls {
  readonly #of: CallingTask;
  readonly #prefix: string;
  /** Names of calls that are not answered, by number. */
  readonly #open = new Map<number, string>();
  #made = 0;

  /** `prefix`: no other task's calls have it. */
  constructor(of: CallingTask, prefix: string) {
    this.#of = of;
    this.#prefix = prefix;
  }

  /** Makes the calls that are due. */
  nextCalls(): readonly Called[] {
    const { slot, run, position, task, calls } = this.#of;
    const next: Called[] = [];
    while (this.#made < calls && this.#open.size < mostOpen) {
      const received = this.#made - this.#open.size;
      this.#made += 1;
      const name = `${this.#prefix} ${this.#made}`;
      this.#open.set(this.#made, name);
      const request = packAll(["object", "method", task, name]);
      next.push({ type: "task-called", slot, run, position, call: this.#made, received, request });
    }
    return next;
  }

  isAt({ run, position }: Pick<CallAnswer, "run" | "position">): boolean {
    return this.#of.run === run && this.#of.position === position;
  }

  /** Hands over the name of the call that is answered. Tells whether the task goes on to call. */
  takeAnswer({ call, answer }: CallAnswer, check: (name: string | null, answer: Packed) => void): boolean {
    check(this.#open.get(call) ?? null, answer);
    this.#open.delete(call);
    return valueAt(answer, 0) === "value";
  }
}
