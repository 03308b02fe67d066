import { useEffect, useId, useRef, useState, type FormEvent } from "react";
import "../../../ui/asking.css";
import { TextField } from "../../../ui/text-field.tsx";
import { maxKeptName } from "./kept-jobs.ts";

interface Props {
  readonly title: string;
  readonly preset: string;
  /** Names that cannot be chosen. */
  readonly taken: readonly string[];
  /** Names that can, and then stand for something else. */
  readonly replaceable: readonly string[];
  /** Whether the form has files, which are not kept. */
  readonly hasFiles: boolean;
  /** What else is not kept, in words: the form has no fields for it. */
  readonly beyond: readonly string[];
  /** Returns what is wrong; null closes the dialog. */
  readonly onConfirm: (name: string) => string | null;
  readonly onClosed: () => void;
}

/** Asks for a name. Gives the focus back to where it was. */
export function KeepDialog({ title, preset, taken, replaceable, hasFiles, beyond, onConfirm, onClosed }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(preset);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const name = text.trim();
  const isReplacing = replaceable.includes(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = nameProblem(name, taken) ?? onConfirm(name);
    setProblem(found);
    if (found === null) dialog.current?.close();
  };
  return (
    <dialog className="asking" ref={dialog} aria-labelledby={id} onClose={onClosed}>
      <form onSubmit={submit} noValidate>
        <h2 id={id}>{title}</h2>
        <TextField
          label="Name"
          text={text}
          problem={problem}
          hint={isReplacing ? "There is one of this name: this one takes its place." : undefined}
          autoFocus
          enterKeyHint="done"
          onChange={(next) => {
            setText(next);
            setProblem(null);
          }}
        />
        {hasFiles && <p className="hint">Files are not kept: they have to be picked anew.</p>}
        {beyond.length > 0 && (
          <p className="hint">
            Not kept, as the form has no field for it: {beyond.join(", ")}. A job’s file, by Share, has all of it.
          </p>
        )}
        <div className="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary">
            {isReplacing ? "Replace it" : "Keep"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === "") return "Must not be empty.";
  if (name.length > maxKeptName) return `Must be text of at most ${maxKeptName} characters, and has ${name.length}.`;
  return taken.includes(name) ? "There is one of this name." : null;
}
