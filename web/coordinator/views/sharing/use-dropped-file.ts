import { useEffect, useEffectEvent, useState } from "react";

/** Takes a file that is dropped anywhere on the page. Returns whether one is held over it. */
export function useDroppedFile(onDrop: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const listening = new AbortController();
    // Before any part of the page: an editor would put the file's text into its own as well.
    const options = { signal: listening.signal, capture: true };
    const over = (event: DragEvent): void => {
      if (takesOver(event)) setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // The pointer has left the window, and not only one of its elements.
      if (event.relatedTarget === null) setOver(false);
    };
    const take = (event: DragEvent): void => {
      setOver(false);
      if (!takesOver(event)) return;
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) drop(file);
    };
    addEventListener("dragover", over, options);
    addEventListener("dragleave", leave, options);
    addEventListener("drop", take, options);
    return () => listening.abort();
  }, []);
  return isOver;
}

/** Whether files are dragged. The browser would leave the page for one of them, and an editor take its text. */
function takesOver(event: DragEvent): boolean {
  if (!event.dataTransfer?.types.includes("Files")) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
