import { useEffect, useId, useRef, useState, type MouseEvent } from "react";
import "./asking-button.css";

/** The texts of a dialog that asks before something is lost. */
export interface Question {
  /** `Cancel job 2?` */
  readonly title: string;
  /** The loss, in whole sentences. */
  readonly loss: string;
  /** On the button that goes on: `Cancel job 2`. */
  readonly confirm: string;
  /** On the button that changes nothing: `Keep it running`. */
  readonly keep: string;
}

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

interface AskingProps {
  readonly question: Question | null;
  readonly onConfirm: () => void;
  readonly onClosed: () => void;
}

function Asking({ question, onConfirm, onClosed }: AskingProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // Close the dialog when nothing can be lost any more: the job may end while a person reads.
  useEffect(() => {
    if (question === null) dialog.current?.close();
  }, [question]);
  const close = (): void => dialog.current?.close();
  return (
    <dialog
      className="asking"
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-loss`}
      onClose={onClosed}
    >
      <h2 id={`${id}-title`}>{question?.title}</h2>
      <p id={`${id}-loss`}>{question?.loss}</p>
      {/* The first button has the focus when the dialog opens. */}
      <div className="buttons">
        <button type="button" onClick={close}>
          {question?.keep}
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => {
            close();
            onConfirm();
          }}
        >
          {question?.confirm}
        </button>
      </div>
    </dialog>
  );
}
