import type { SlotView } from "./store.ts";

/** The task that each slot computes now, in words. */
export class SlotBoard {
  readonly #tasks = new Map<number, { readonly run: number; readonly job: string; readonly words: string }>();

  /** `job`: the title of the task's job. */
  showTask(slot: number, run: number, job: string, words: string): void {
    this.#tasks.set(slot, { run, job, words });
  }

  /** Removes the task of this run. Where the slot shows another run already, nothing changes. */
  endRun(slot: number, run: number): void {
    if (this.#tasks.get(slot)?.run === run) this.#tasks.delete(slot);
  }

  clearTasks(): void {
    this.#tasks.clear();
  }

  /** `areNamed`: whether each slot says which job its task is of. */
  slotViews(slots: number, areNamed: boolean): readonly SlotView[] {
    return Array.from({ length: slots }, (_, slot) => {
      const shown = this.#tasks.get(slot);
      return { slot, job: areNamed ? (shown?.job ?? null) : null, task: shown?.words ?? null };
    });
  }
}
