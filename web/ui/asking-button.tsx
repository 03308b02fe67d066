import { useState, type MouseEvent } from "react";
import { Asking, type Question } from "./asking.tsx";

interface Props {
  readonly label: string;
  /** For screen readers, where the label does not say what it is about. */
  readonly name?: string | undefined;
  /** Null if nothing would be lost: then the button acts at once. */
  readonly question: Question | null;
  readonly disabled?: boolean;
  readonly title?: string | undefined;
  readonly className?: string;
  readonly onConfirm: () => void;
}

/** A button that asks before something is lost. The dialog gives the focus back to the button, whatever the answer is. */
export function AskingButton({ label, name, question, disabled, title, className, onConfirm }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const press = (event: MouseEvent): void => {
    // Ignore the second click of a double click: the first one may have changed what the button does.
    if (event.detail > 1) return;
    if (question === null) onConfirm();
    else setIsAsking(true);
  };
  return (
    <>
      <button
        type="button"
        disabled={disabled}
        title={title}
        aria-label={name}
        aria-haspopup={question === null ? undefined : "dialog"}
        className={className}
        onClick={press}
      >
        {label}
      </button>
      {isAsking && <Asking question={question} onConfirm={onConfirm} onClosed={() => setIsAsking(false)} />}
    </>
  );
}
