import type { SlotView } from "./store.ts";

/** What each slot computes now, in words. */
export class SlotBoard {
  readonly #tasks = new Map<number, { readonly run: number; readonly words: string }>();

  started(slot: number, run: number, words: string): void {
    this.#tasks.set(slot, { run, words });
  }

  /** A run that has been followed by another leaves that one's words in place. */
  ended(slot: number, run: number): void {
    if (this.#tasks.get(slot)?.run === run) this.#tasks.delete(slot);
  }

  clear(): void {
    this.#tasks.clear();
  }

  views(slots: number): readonly SlotView[] {
    return Array.from({ length: slots }, (_, slot) => ({ slot, task: this.#tasks.get(slot)?.words ?? null }));
  }
}
