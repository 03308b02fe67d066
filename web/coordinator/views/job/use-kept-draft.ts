import { useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from "react";
import type { Workload } from "../../../workloads/workload.ts";
import { keepDraft, type FormTexts } from "./kept-draft.ts";

/** Keeps what is typed, and knows why it could not. */
class DraftKeeper {
  #problem: string | null = null;
  #changed = (): void => {};

  readonly problem = (): string | null => this.#problem;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#changed = changed;
    return () => {
      this.#changed = () => {};
    };
  };

  keep(workload: Workload, texts: FormTexts): void {
    this.#problem = keepDraft(workload, texts);
    this.#changed();
  }
}

/** Keeps the texts whenever they change, undefined for none. Returns why they could not be kept, in a sentence; else null. */
export function useKeptDraft(workload: Workload, texts: FormTexts | undefined): string | null {
  const [keeper] = useState(() => new DraftKeeper());
  const keep = useEffectEvent((changed: FormTexts) => keeper.keep(workload, changed));
  // With the change itself: the page may be gone before the next frame.
  useLayoutEffect(() => {
    if (texts !== undefined) keep(texts);
  }, [texts]);
  return useSyncExternalStore(keeper.subscribe, keeper.problem);
}
