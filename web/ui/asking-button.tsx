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
  /** What is asked about, where the button may come to be that of something else: the dialog then closes. */
  readonly subject?: string;
  readonly onConfirm: () => void;
}

/** A button that asks before something is lost. The dialog gives the focus back to the button, whatever the answer is. */
export function AskingButton({ label, name, question, disabled, title, className, subject = "", onConfirm }: Props) {
  const [asked, setAsked] = useState<string | null>(null);
  const press = (event: MouseEvent): void => {
    // Ignore the second click of a double click: the first one may have changed what the button does.
    if (event.detail > 1) return;
    if (question === null) onConfirm();
    else setAsked(subject);
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
      {asked !== null && (
        <Asking question={asked === subject ? question : null} onConfirm={onConfirm} onClosed={() => setAsked(null)} />
      )}
    </>
  );
}
