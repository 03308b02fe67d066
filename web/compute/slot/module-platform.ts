import type { ThrownError } from "../../core/job/job.ts";

/** How the platform that a slot runs on loads modules, and what it says of those that do not load. */
export interface ModulePlatform {
  /** An address by which `import` loads the text as a module. `name` is what people call it. */
  addressOf(text: string, name: string): string;
  /** Whether the line of a stack is the slot's own, or the platform's. */
  isOwnLine(line: string): boolean;
  /**
   * Where the error was thrown, as `task.js:2:13`, for one whose stack does not say it; "" if the platform does not say it either.
   * `names`: what people call the module at each address.
   */
  placeOf(error: unknown, names: ReadonlyMap<string, string>): string;
  /**
   * If a failed import threw the error, an error that names what was imported and the reason; otherwise the same object.
   * `readable` puts names in the place of addresses.
   */
  explainImport(described: ThrownError, thrown: unknown, readable: (text: string) => string): ThrownError;
}
