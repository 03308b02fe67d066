import { specifiersIn } from "../../core/job/import-specifiers.ts";
import type { ModuleFiles } from "./module-files.ts";
import type { ProgramWithModules } from "./read-modules.ts";

/** The files that a sound program imports, as they travel: modules without types, in the order in which they are found. */
export async function importedBytes(
  { source, modules }: Pick<ProgramWithModules, "source" | "modules">,
  files: ModuleFiles,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const texts = [source, ...modules.values()];
  const found = new Map<string, Uint8Array>();
  for (const { name } of texts.flatMap(specifiersIn)) {
    const read = found.has(name) || !files.names.has(name) ? null : await files.read(name);
    if (read !== null) found.set(name, asItTravels(read, modules.get(name)));
  }
  return found;
}

/** The same bytes where the module had no types. */
function asItTravels(read: Uint8Array, module: string | undefined): Uint8Array {
  if (module === undefined || module === new TextDecoder().decode(read)) return read;
  return new TextEncoder().encode(module);
}
