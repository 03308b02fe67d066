import type { KeyboardEvent, MouseEvent } from "react";

/** Sends the form, which starts a job beside those that are open. One press starts one job, however long or often it is pressed. */
export function StartButton({ form, disabled }: { readonly form: string; readonly disabled: boolean }) {
  return (
    <div className="buttons job-start">
      <button
        type="submit"
        className="primary"
        form={form}
        disabled={disabled}
        onClick={ignoreDoubleClick}
        onKeyDown={ignoreHeldKey}
      >
        Start
      </button>
    </div>
  );
}

function ignoreDoubleClick(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
