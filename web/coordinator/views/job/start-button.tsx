import type { KeyboardEvent, MouseEvent } from "react";

/** Sends the form, which starts a job beside those that are open. One press starts one job, however long or often it is pressed. */
export function StartButton({ disabled }: { readonly disabled: boolean }) {
  return (
    <button type="submit" className="primary" disabled={disabled} onClick={ignoreDoubleClick} onKeyDown={ignoreHeldKey}>
      Start
    </button>
  );
}

function ignoreDoubleClick(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
