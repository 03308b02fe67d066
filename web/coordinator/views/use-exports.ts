import { useEffect, useState } from "react";
import { readProgramText } from "../../workloads/program/read-program-text.ts";

/** Whether the module exports that name; false while that is not known. Most texts do not even have the word. */
export function useExports(source: string, name: string): boolean {
  const [found, setFound] = useState("");
  useEffect(() => {
    if (!new RegExp(`\\b${name}\\b`).test(source)) return;
    let isNewest = true;
    const show = (isExported: boolean): void => {
      if (isNewest && isExported) setFound(source);
    };
    // Where the parser cannot be loaded, the results are in the table all the same.
    readProgramText(source).then(
      (read) => show(read.type === "program" && read.names.has(name)),
      () => show(false),
    );
    return () => {
      isNewest = false;
    };
  }, [source, name]);
  return found === source;
}
