import { useEffect, useMemo, useRef, useState } from "react";
import { AreaField } from "../../../ui/area-field.tsx";
import type { ModuleFiles } from "../../../workloads/program/module-files.ts";
import { problemsInWords } from "../../../workloads/program/program-reading.ts";
import type { openCodeEditor } from "./code-editor.ts";
import { EditorField } from "./editor-field.tsx";
import { useProgramProblems } from "./use-program-problems.ts";
import "./code-field.css";

interface Props {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Of the form; those of the text itself are found here. */
  readonly problem: string | null;
  readonly hint?: string | undefined;
  /** What the program may import. */
  readonly files: ModuleFiles;
  readonly onChange: (text: string) => void;
}

interface Loaded {
  readonly open: typeof openCodeEditor;
  /** In the text area, when the editor was there. */
  readonly caret: number | null;
}

/** A program to write: a text area until the editor is loaded, and for good where it cannot be. */
export function CodeField({ name, label, text, problem, hint, files, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const problems = useProgramProblems(text, files);
  const marked = useMemo(() => problems.filter(({ file }) => file === undefined), [problems]);
  const wrong = problem ?? (problems.length === 0 ? null : problemsInWords(problems));
  useEffect(() => {
    let isShown = true;
    const load = async (): Promise<void> => {
      const { openCodeEditor: open } = await import("./code-editor.ts");
      if (isShown) setLoaded({ open, caret: caretIn(box.current) });
    };
    // Where the editor cannot be loaded, the text area does all that is needed.
    load().catch(() => undefined);
    return () => {
      isShown = false;
    };
  }, []);
  if (loaded !== null) {
    const about = wrong ?? hint ?? "";
    return (
      <EditorField {...loaded} {...{ label, text, about, onChange }} problems={marked} isInvalid={wrong !== null} />
    );
  }
  return (
    <div className="field-wide" ref={box}>
      <AreaField {...{ name, label, text, hint, onChange }} problem={wrong} isCode />
    </div>
  );
}

function caretIn(box: HTMLElement | null): number | null {
  const area = document.activeElement;
  return area instanceof HTMLTextAreaElement && box?.contains(area) === true ? area.selectionStart : null;
}
