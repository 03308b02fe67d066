import { useEffect, useState } from "react";

/** An engine without a screen, which a page owns while it is shown. */
export interface PageEngine {
  close(): void;
}

/**
 * Makes the page's engine when the page is shown and closes it when the page is left, so that the other tabs hear a
 * goodbye. A page that the browser wakes from its back/forward cache has a closed engine, so it is loaded anew.
 *
 * `create` must be stable. Returns null until the engine is made.
 */
export function usePageEngine<Engine extends PageEngine>(create: () => Engine): Engine | null {
  const [engine, setEngine] = useState<Engine | null>(null);
  useEffect(() => {
    const made = create();
    // An engine is an external system; only the first rendering has none.
    // oxlint-disable-next-line react/set-state-in-effect
    setEngine(made);
    const onHide = (): void => made.close();
    const onShow = (event: PageTransitionEvent): void => {
      if (event.persisted) location.reload();
    };
    addEventListener("pagehide", onHide);
    addEventListener("pageshow", onShow);
    return () => {
      removeEventListener("pagehide", onHide);
      removeEventListener("pageshow", onShow);
      setEngine(null);
      made.close();
    };
  }, [create]);
  return engine;
}
