import { growsWith } from "../core/job/input-recipe.ts";
import { openInputs } from "../core/job/inputs.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { findPicture } from "./catalogue.ts";
import type { ImagePicture } from "./image-picture.ts";
import type { Workload } from "./workload.ts";

export interface OpenedPicture {
  readonly workload: Workload;
  readonly title: string;
  readonly picture: ImagePicture;
}

/** The picture that a workload brings for such jobs; null where none does, or where the inputs are none of it. */
export function openPicture({ view, inputs }: JobDefinition): OpenedPicture | null {
  const workload = findPicture(view.type);
  if (workload === undefined || growsWith(inputs)) return null;
  const picture = workload.picture.open(openInputs(inputs));
  return picture === null ? null : { workload, title: workload.picture.title, picture };
}
