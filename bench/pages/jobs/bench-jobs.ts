import type { BenchJob } from "./bench-job.ts";
import { bulk } from "./bulk.ts";
import { empty } from "./empty.ts";
import { galleryJobs } from "./gallery.ts";
import { kernels } from "./kernels.ts";
import { spin } from "./spin.ts";
import { squares } from "./squares.ts";
import { throwing } from "./throwing.ts";

/** Those that are made for the bench. */
export const benchJobs: readonly BenchJob[] = [squares, empty, bulk, spin, kernels, throwing];

/** @throws Error where there is none of that name. */
export function benchJobNamed(id: string): BenchJob {
  const found = [...benchJobs, ...galleryJobs].find((job) => job.id === id);
  if (found === undefined) throw new Error(`there is no job ${id}`);
  return found;
}
