import { expect, test } from "vitest";
import { describerOf } from "../core/job/describer.ts";
import { fillTemplate } from "../core/job/template.ts";
import { collatz } from "./collatz/collatz.ts";
import type { FieldValues } from "./field.ts";
import { islands } from "./islands/islands.ts";
import { mandelbrot } from "./mandelbrot/mandelbrot.ts";
import { matrix } from "./matrix/matrix.ts";
import { pathtracer } from "./pathtracer/pathtracer.ts";
import { photo } from "./photo/photo.ts";
import { pi } from "./pi/pi.ts";
import { inputsOf, jobOf, reducedOf, valuesOf } from "./testing/load-program.ts";
import type { Workload } from "./workload.ts";

const small = { width: 16, height: 16, tile: 8 };

const results: readonly (readonly [string, Workload, FieldValues, RegExp])[] = [
  ["tile of the Mandelbrot set", mandelbrot, { ...small, iterations: 10 }, /^tile at \d+, \d+: 8 × 8 pixels$/],
  [
    "tile of the scene",
    pathtracer,
    { ...small, samples: 1, passes: 1 },
    /^pass 0 of the tile at \d+, \d+: 8 × 8 pixels$/,
  ],
  ["strip of a photo", photo, { side: 16, rows: 4, radius: 1 }, /^4 rows from row 0: 16 × 4 pixels$/],
  [
    "block of a product",
    matrix,
    { n: 16, block: 8 },
    /^the block at column 0, row 0: 1024 multiplications for \d+ bytes sent$/,
  ],
  [
    "epoch of an island",
    islands,
    { count: 10, islands: 1, tries: 1 },
    /^epoch 1 of island 1: a tour of \d{4}\.\d{1,3}$/,
  ],
  ["segment of Collatz", collatz, { below: 100, segment: 100 }, /^97 takes 118 steps$/],
];

test.each(results)("the log says what a result is, and not its numbers: %s", async (_, workload, values, words) => {
  const job = jobOf(workload, values);
  const [[value], [input]] = [await valuesOf(job), inputsOf(job)];
  expect(describerOf(job.view).describeResult(value, input)).toMatch(words);
});

const reduced: readonly (readonly [string, Workload, FieldValues, RegExp])[] = [
  [
    "shortest tour by its length and its island",
    islands,
    { count: 10, islands: 2, tries: 1 },
    /^a tour of \d{4}\.\d{1,3}, found by island [12] in epoch 1$/,
  ],
  ["estimate of π with its error", pi, { tasks: 4, darts: 10_000 }, /^π is 3\.\d+ ± 0\.0\d+, by 40000 darts$/],
  ["longest way of Collatz", collatz, { below: 100, segment: 50 }, /^97 takes 118 steps$/],
];

test.each(reduced)("the reduced value is said in words: the %s", async (_, workload, values, words) => {
  const job = jobOf(workload, values);
  expect(fillTemplate(job.view.reduced ?? "", await reducedOf(job))).toMatch(words);
});

test("with no result, the reduced value has no words", async () => {
  const { view } = jobOf(islands);
  expect(fillTemplate(view.reduced ?? "", null)).toBeNull();
});
