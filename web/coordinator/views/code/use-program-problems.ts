import { useEffect, useState } from "react";
import type { ProgramProblem } from "../../../workloads/program/program-reading.ts";
import { readProgramText } from "../../../workloads/program/read-program-text.ts";
import { withPlainLineEnds } from "./plain-line-ends.ts";

/** Milliseconds of silence at the keys before a text is read: half a word is always wrong. */
const readAfterMs = 300;

interface Found {
  readonly text: string;
  readonly problems: readonly ProgramProblem[];
}

const nothing: readonly ProgramProblem[] = [];

/** What is wrong with the program, at places as the editor counts them; nothing while it is not known, since the text has just changed. */
export function useProgramProblems(text: string): readonly ProgramProblem[] {
  const [found, setFound] = useState<Found>({ text, problems: nothing });
  useEffect(() => {
    let isNewest = true;
    const timer = setTimeout(() => {
      const show = (problems: readonly ProgramProblem[]): void => {
        if (isNewest) setFound({ text, problems });
      };
      // Where the parser cannot be loaded, the form says so when it is sent.
      readProgramText(withPlainLineEnds(text)).then(
        (read) => show(read.type === "wrong" ? read.problems : nothing),
        () => show(nothing),
      );
    }, readAfterMs);
    return () => {
      isNewest = false;
      clearTimeout(timer);
    };
  }, [text]);
  return found.text === text ? found.problems : nothing;
}
