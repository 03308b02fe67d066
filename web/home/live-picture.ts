import { openInputs } from "../core/job/inputs.ts";
import { defaultJobOptions } from "../core/job/job.ts";
import { startOwnRun } from "../environment/browser/own-run.ts";
import { presetsOf } from "../workloads/field.ts";
import type { Place } from "../workloads/image-picture.ts";
import { mandelbrot } from "../workloads/mandelbrot/mandelbrot.ts";
import { pictureHeight, pictureWidth } from "./picture-size.ts";

/** Large enough that people see a tile being computed, small enough that the picture is there within some seconds. */
const job = mandelbrot.createJob(
  {
    ...presetsOf(mandelbrot.fields),
    re: "-0.7453",
    im: "0.1127",
    span: "0.0065",
    width: pictureWidth,
    height: pictureHeight,
    tile: 32,
    iterations: 4_000,
    points: 6,
  },
  { ...defaultJobOptions, timeLimitMs: "auto" },
);

/** A run of the picture's job on this tab's own cores, as what draws it needs it. */
export interface PictureListener {
  /** Before anything else. */
  readonly tiles: (total: number) => void;
  readonly began: (place: Place, slot: number) => void;
  readonly drew: (place: Place, rgba: Uint8ClampedArray<ArrayBuffer>) => void;
  /** Not `complete`: this browser has no sandbox to compute in. */
  readonly ended: (complete: boolean) => void;
}

/** Computes the picture anew. Returns what stops it at once. */
export function startPicture(slots: number, listener: PictureListener): () => void {
  const inputs = openInputs(job.inputs);
  const picture = mandelbrot.picture?.open(inputs) ?? null;
  if (picture === null) throw new Error("the picture does not know its own tiles");
  const read = picture.startReading();
  listener.tiles(inputs.total);
  return startOwnRun({ program: job.program, inputs, slots, timeLimitMs: defaultJobOptions.timeLimitMs }, (event) => {
    if (event.type === "ended") return listener.ended(event.complete);
    const place = picture.placeOf(event.task);
    if (place === null) return;
    if (event.type === "started") return listener.began(place, event.slot);
    const pixels = read(event.task, event.value);
    if (pixels.type === "value") listener.drew(place, pixels.value);
  });
}
