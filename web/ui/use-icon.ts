import { useEffect } from "react";

/** The document's icon: this drawing, as the text of an SVG; null: the icon that the page was loaded with. */
export function useIcon(drawing: string | null): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link === null || drawing === null) return;
    const { href } = link;
    link.href = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    return () => {
      link.href = href;
    };
  }, [drawing]);
}
