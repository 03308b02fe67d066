import { isFileList, type FieldInput, type FieldValue, type ReadableFile } from "../field.ts";
import type { ModuleFiles } from "../program/module-files.ts";

/** Files by name that a form has no field for: of the job that it was filled in from. */
export type BroughtFiles = ReadonlyMap<string, Uint8Array>;

export const noFilesBrought: BroughtFiles = new Map();

/** One copy of a file's bytes for all that ask while the file is picked. */
const readBytes = new WeakMap<ReadableFile, Promise<Uint8Array | null>>();

/** What the program may import: the picked files, and in their absence those that were brought. */
export function ownModuleFiles(
  picked: FieldInput | FieldValue | undefined,
  brought: BroughtFiles = noFilesBrought,
): ModuleFiles {
  const files = new Map((isFileList(picked) ? picked : []).map((file) => [file.name, file]));
  return {
    names: new Set([...files.keys(), ...brought.keys()]),
    sizeOf: (name) => files.get(name)?.size ?? brought.get(name)?.length ?? 0,
    read(name) {
      const file = files.get(name);
      if (file === undefined) return Promise.resolve(brought.get(name) ?? null);
      const reading = readBytes.get(file) ?? bytesOf(file);
      readBytes.set(file, reading);
      return reading;
    },
  };
}

/** null where the browser does not give it. */
export async function bytesOf(file: ReadableFile): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await new Response(file.stream()).arrayBuffer());
  } catch {
    return null;
  }
}
