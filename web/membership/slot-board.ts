import type { SlotView } from "./store.ts";

/** The task that each slot computes now, in words. */
export class SlotBoard {
  readonly #tasks = new Map<number, { readonly run: number; readonly words: string }>();

  showTask(slot: number, run: number, words: string): void {
    this.#tasks.set(slot, { run, words });
  }

  /** Removes the task of this run. Where the slot shows another run already, nothing changes. */
  endRun(slot: number, run: number): void {
    if (this.#tasks.get(slot)?.run === run) this.#tasks.delete(slot);
  }

  clearTasks(): void {
    this.#tasks.clear();
  }

  slotViews(slots: number): readonly SlotView[] {
    return Array.from({ length: slots }, (_, slot) => ({ slot, task: this.#tasks.get(slot)?.words ?? null }));
  }
}
