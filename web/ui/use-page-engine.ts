import { useEffect, useState } from "react";

/** What a page owns while it is shown. */
export interface Closable {
  close(): void;
}

/**
 * Makes the page's shell when the page is shown and closes it when the page is left, by the router or for good, so
 * that the others hear a goodbye. A page that the browser wakes from its back/forward cache has a closed shell: it
 * starts anew.
 *
 * `create` must be stable; null while the shell is being made.
 */
export function usePageEngine<Shell extends Closable>(create: () => Shell): Shell | null {
  const [shell, setShell] = useState<Shell | null>(null);
  useEffect(() => {
    const made = create();
    // A shell is an external system, and only its first rendering knows none.
    // oxlint-disable-next-line react/set-state-in-effect
    setShell(made);
    const onHide = (): void => made.close();
    const onShow = (event: PageTransitionEvent): void => {
      if (event.persisted) location.reload();
    };
    addEventListener("pagehide", onHide);
    addEventListener("pageshow", onShow);
    return () => {
      removeEventListener("pagehide", onHide);
      removeEventListener("pageshow", onShow);
      setShell(null);
      made.close();
    };
  }, [create]);
  return shell;
}
