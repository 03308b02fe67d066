import { useEffect } from "react";

/** While it `asks`, the browser asks before the page goes: volunteers would have nobody to compute for until it is back. The words are the browser's. */
export function useLeavingQuestion(asks: boolean): void {
  useEffect(() => {
    if (!asks) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [asks]);
}
