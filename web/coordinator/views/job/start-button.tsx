import { onePress } from "../../../ui/one-press.ts";

/** Sends the form, which starts a job beside those that are open. */
export function StartButton({ disabled }: { readonly disabled: boolean }) {
  return (
    <button type="submit" className="primary" disabled={disabled} {...onePress}>
      Start
    </button>
  );
}
