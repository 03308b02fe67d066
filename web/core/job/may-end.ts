import type { Program } from "./job.ts";

/**
 * Whether a result of the program may end its job: whether its text names `task.done`, or it has files, which are not read here. One whose
 * text hides the name, as by an escape in it, ends no job. A stranger's result could end any job otherwise.
 */
export function mayEndJob({ source, files }: Pick<Program, "source" | "files">): boolean {
  return Object.keys(files).length > 0 || /\.\s*done\b|["'`]done["'`]|[{,]\s*done\b/.test(source);
}
