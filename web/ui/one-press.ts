import type { KeyboardEvent, MouseEvent } from "react";

/** For a button that does something anew with each press. One press does it once, however long or often the button is pressed. */
export const onePress = {
  onClick(event: MouseEvent): void {
    if (event.detail > 1) event.preventDefault();
  },
  onKeyDown(event: KeyboardEvent): void {
    if (event.repeat) event.preventDefault();
  },
};

/** For a form, which the Enter key sends from its lines of text, too. */
export function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.repeat && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault();
}
