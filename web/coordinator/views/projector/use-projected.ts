import { useSyncExternalStore } from "react";
import { isProjectorInUrl } from "../../page-in-url.ts";

/** Whether the page's address asks for the projector's view. */
export function useProjected(): boolean {
  return useSyncExternalStore(subscribe, isProjectorInUrl);
}

function subscribe(notify: () => void): () => void {
  addEventListener("popstate", notify);
  return () => removeEventListener("popstate", notify);
}
