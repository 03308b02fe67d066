import { useEffect } from "react";

/** The document's title: what matters first, for narrow tabs. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, "Tabpool"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
