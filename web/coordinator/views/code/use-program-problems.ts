import { useEffect, useState } from "react";
import type { ModuleFiles } from "../../../workloads/program/module-files.ts";
import type { ProgramProblem } from "../../../workloads/program/program-reading.ts";
import { readProgramModules } from "../../../workloads/program/read-program-text.ts";
import { withPlainLineEnds } from "./plain-line-ends.ts";

/** Milliseconds of silence at the keys before a text is read: half a word is always wrong. */
const readAfterMs = 300;

interface Found {
  readonly text: string;
  readonly files: ModuleFiles;
  readonly problems: readonly ProgramProblem[];
}

const nothing: readonly ProgramProblem[] = [];

/** What is wrong with the program and what it imports, at places as the editor counts them; nothing while it is not known, since the text has just changed. */
export function useProgramProblems(text: string, files: ModuleFiles): readonly ProgramProblem[] {
  const [found, setFound] = useState<Found>({ text, files, problems: nothing });
  useEffect(() => {
    let isNewest = true;
    const timer = setTimeout(() => {
      const show = (problems: readonly ProgramProblem[]): void => {
        if (isNewest) setFound({ text, files, problems });
      };
      // Where the parser cannot be loaded, the form says so when it is sent.
      readProgramModules(withPlainLineEnds(text), files).then(
        (read) => show(read.type === "wrong" ? read.problems : nothing),
        () => show(nothing),
      );
    }, readAfterMs);
    return () => {
      isNewest = false;
      clearTimeout(timer);
    };
  }, [text, files]);
  return found.text === text && found.files === files ? found.problems : nothing;
}
