import { useSyncExternalStore } from "react";
import { storeText } from "./job/store-text.ts";
import { boardViewIn, type BoardViewId } from "../board-views.ts";

/** What the browser keeps: the fragment of the view that was chosen last. */
const keptAs = "coordinator-view";

/** The view that the page's address names; where it names none the one that was chosen last in this browser, and the table before any was. */
export function useBoardView(): BoardViewId {
  return useSyncExternalStore(subscribe, () => boardViewIn(location.hash) ?? keptView() ?? "table");
}

function subscribe(notify: () => void): () => void {
  const follow = (): void => {
    if (boardViewIn(location.hash) !== null) storeText(keptAs, location.hash);
    notify();
  };
  addEventListener("hashchange", follow);
  return () => removeEventListener("hashchange", follow);
}

function keptView(): BoardViewId | null {
  try {
    return boardViewIn(localStorage.getItem(keptAs) ?? "");
  } catch {
    // A browser may refuse its storage: the page then begins with the table.
    return null;
  }
}
