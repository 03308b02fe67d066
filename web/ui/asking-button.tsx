import { useEffect, useId, useRef, useState, type MouseEvent } from "react";
import "./asking-button.css";

/** What is said before something is lost. */
export interface Question {
  /** `Cancel job 2?` */
  readonly title: string;
  /** What will be lost, in whole sentences. */
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
  /** null where nothing would be lost: then the button acts at once. */
  readonly question: Question | null;
  readonly disabled?: boolean;
  readonly title?: string | undefined;
  readonly className?: string;
  readonly onConfirm: () => void;
}

/** A button that asks first where something would be lost. The dialog gives the focus back to it, whatever the answer is. */
export function AskingButton({ label, name, question, disabled, title, className, onConfirm }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const press = (event: MouseEvent): void => {
    // The second click of a double click meets what the first one has made of the button.
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
  // Nothing is left to be lost: the job has ended, say, while the person was reading.
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
      {/* The first one has the focus when the dialog opens. */}
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
