import { useEffectEvent, useLayoutEffect, useRef } from "react";
import type { ProgramProblem } from "../../../workloads/program/program-reading.ts";
import type { CodeEditor, openCodeEditor } from "./code-editor.ts";

interface Props {
  readonly open: typeof openCodeEditor;
  readonly label: string;
  readonly text: string;
  /** The hint, or what is wrong. */
  readonly about: string;
  readonly isInvalid: boolean;
  readonly problems: readonly ProgramProblem[];
  /** Where the caret was in the text area that the editor takes the place of; null where the focus was elsewhere. */
  readonly caret: number | null;
  readonly onChange: (text: string) => void;
}

/** An editor for programs with its name above it and its problem below, as every field has them. */
export function EditorField({ open, label, text, about, isInvalid, problems, caret, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const change = useEffectEvent(onChange);
  const openIn = useEffectEvent((place: HTMLElement) => {
    const opened = open(place, { text, words: { label, about, isInvalid }, onChange: (next) => change(next) });
    if (caret !== null) opened.focus(caret);
    return opened;
  });
  // At the commit, before the next key: a text that is set later would take the place of what has been typed meanwhile.
  useLayoutEffect(() => {
    if (host.current === null) return;
    const opened = openIn(host.current);
    editor.current = opened;
    return () => {
      editor.current = null;
      opened.close();
    };
  }, []);
  useLayoutEffect(() => editor.current?.setText(text), [text]);
  useLayoutEffect(() => editor.current?.setWords({ label, about, isInvalid }), [label, about, isInvalid]);
  useLayoutEffect(() => editor.current?.setProblems(problems), [problems]);
  return (
    <div className="field field-wide">
      {/* The editor has the same name; to people who see, it stands above it. */}
      <span className="label" aria-hidden onClick={() => editor.current?.focus()}>
        {label}
      </span>
      <div
        ref={host}
        className="code-editor"
        data-invalid={isInvalid}
        // A key that is held in the editor is the editor's own matter, not the form's.
        onKeyDown={(event) => event.stopPropagation()}
      />
      <p className={isInvalid ? "problem" : "hint"} aria-hidden>
        {about}
      </p>
    </div>
  );
}
