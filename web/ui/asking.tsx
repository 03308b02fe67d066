import { useEffect, useId, useRef } from "react";
import "./asking.css";

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
  /** null closes it: nothing would be lost any more. */
  readonly question: Question | null;
  readonly onConfirm: () => void;
  readonly onClosed: () => void;
}

/** The dialog, open as long as it is drawn. It gives the focus back to where it was, whatever the answer is. */
export function Asking({ question, onConfirm, onClosed }: Props) {
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
