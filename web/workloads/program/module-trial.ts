import { programFileName } from "../../core/job/import-specifiers.ts";
import type { Trial } from "../../core/job/trial.ts";

/** A module as it is loaded: its text, in JavaScript, and the files that it imports, by themselves or by each other. */
export interface LoadableModule {
  readonly source: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** `reader`: the text of a module whose default export is the function `call`: it gets the trial's input, the person's module, loaded, and the number of the call, from 0. */
export function moduleTrial(reader: string, { source, files }: LoadableModule): Pick<Trial, "source" | "files"> {
  return {
    source: `${reader.replace("export default ", "")}\nexport default async (input, { index }) => call(input, await import("./${programFileName}"), index);`,
    files: new Map([...files, [programFileName, new TextEncoder().encode(source)]]),
  };
}
