import { useCallback, useState } from "react";

/**
 * State of one thing: begins anew with another `of`, in the same drawing, and what is set for an earlier one is never shown of it.
 * `first` must be the same each time.
 */
export function useStateOf<Value>(of: unknown, first: Value): readonly [Value, (value: Value) => void] {
  const [kept, setKept] = useState({ of, value: first });
  const set = useCallback((value: Value) => setKept({ of, value }), [of]);
  return [kept.of === of ? kept.value : first, set];
}
