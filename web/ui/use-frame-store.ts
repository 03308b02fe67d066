import { useCallback, useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { Pace } from "../core/pace.ts";
import { usePace } from "./use-pace.ts";

/**
 * One slice of a store that may change thousands of times a second: the component draws at the page's pace.
 * `select` must give the same reference while the slice has not changed.
 */
export function useFrameStore<State, Slice>(store: StoreApi<State>, select: (state: State) => Slice): Slice {
  const pace = usePace();
  const subscribe = useCallback((notify: () => void) => subscribeAtPace(store, pace, notify), [store, pace]);
  return useSyncExternalStore(subscribe, () => select(store.getState()));
}

/** Returns the way to unsubscribe. */
function subscribeAtPace(store: StoreApi<unknown>, pace: Pace, notify: () => void): () => void {
  let callOff: (() => void) | null = null;
  const unsubscribe = store.subscribe(() => {
    callOff ??= pace.onNextFrame(() => {
      callOff = null;
      notify();
    });
  });
  return () => {
    callOff?.();
    unsubscribe();
  };
}
