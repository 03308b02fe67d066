import { useEffect, useRef } from "react";

/**
 * Gives the focus to the page's h1, which needs `tabIndex={-1}`, when a view makes way for another and takes the focused
 * button with it: otherwise a keyboard's next step begins at the top of the page, and a screen reader says nothing.
 */
export function useHeadingFocus(view: string): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (document.activeElement === null || document.activeElement === document.body)
      document.querySelector("h1")?.focus();
  }, [view]);
}
