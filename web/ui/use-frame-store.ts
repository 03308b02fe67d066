import { useCallback, useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";
import { onNextFrame } from "./frames.ts";

/**
 * One slice of a store that may change thousands of times a second: the component draws at most once a frame.
 * `select` must give the same reference while the slice has not changed.
 */
export function useFrameStore<State, Slice>(store: StoreApi<State>, select: (state: State) => Slice): Slice {
  const subscribe = useCallback(
    (notify: () => void) => {
      let cancel: (() => void) | null = null;
      const unsubscribe = store.subscribe(() => {
        cancel ??= onNextFrame(() => {
          cancel = null;
          notify();
        });
      });
      return () => {
        cancel?.();
        unsubscribe();
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, () => select(store.getState()));
}
