import { isFields } from "../../../web/core/fields.ts";
import { defaultJobOptions } from "../../../web/core/job/job.ts";
import { collatz } from "../../../web/workloads/collatz/collatz.ts";
import findLongest from "../../../web/workloads/collatz/collatz.task.js";
import { presetsOf, type FieldValues } from "../../../web/workloads/field.ts";
import { heavytail } from "../../../web/workloads/heavytail/heavytail.ts";
import { trainerOf } from "../../../web/workloads/hyperparameters/hyperparameters.task.js";
import { hyperparameters } from "../../../web/workloads/hyperparameters/hyperparameters.ts";
import evolve from "../../../web/workloads/islands/islands.task.js";
import { islands } from "../../../web/workloads/islands/islands.ts";
import testMersenne from "../../../web/workloads/lucaslehmer/lucaslehmer.task.js";
import { lucaslehmer } from "../../../web/workloads/lucaslehmer/lucaslehmer.ts";
import drawTile from "../../../web/workloads/mandelbrot/mandelbrot.task.js";
import { mandelbrot } from "../../../web/workloads/mandelbrot/mandelbrot.ts";
import multiply from "../../../web/workloads/matrix/matrix.task.js";
import { matrix } from "../../../web/workloads/matrix/matrix.ts";
import { password } from "../../../web/workloads/password/password.ts";
import throwDarts from "../../../web/workloads/pi/pi.task.js";
import { pathtracer } from "../../../web/workloads/pathtracer/pathtracer.ts";
import { photo } from "../../../web/workloads/photo/photo.ts";
import filterStrip from "../../../web/workloads/photo/photo.task.js";
import { pi } from "../../../web/workloads/pi/pi.ts";
import countPrimes from "../../../web/workloads/primes/primes.task.js";
import { primes } from "../../../web/workloads/primes/primes.ts";
import countQueens from "../../../web/workloads/queens/queens.task.js";
import { queens } from "../../../web/workloads/queens/queens.ts";
import { gameOf } from "../../../web/workloads/tournament/tournament.task.js";
import { tournament } from "../../../web/workloads/tournament/tournament.ts";
import type { Workload } from "../../../web/workloads/workload.ts";
import type { BenchJob } from "./bench-job.ts";

/** Whether both are the same value: numbers, texts, lists, typed arrays and objects of them. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (ArrayBuffer.isView(one) && ArrayBuffer.isView(other)) {
    const [bytes, others] = [one, other].map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    );
    return bytes?.length === others?.length && bytes?.every((byte, at) => byte === others?.[at]) === true;
  }
  const [parts, others] = [Object.entries(one), Object.entries(other)];
  return parts.length === others.length && parts.every(([name, part]) => isSame(part, Reflect.get(other, name)));
}

/** What is the same of a password's task each time. */
function withoutSpeed(result: unknown): unknown {
  return isFields(result) ? { tried: result["tried"], word: result["word"] } : result;
}

/** A workload of the gallery at a fixed size. `compute`: what its task computes, in this page, each input once; `compared`: what of a result has to be that. */
function galleryJob(
  workload: Workload,
  values: FieldValues,
  compute: (input: never) => unknown,
  compared = (result: unknown): unknown => result,
): BenchJob {
  const known = new Map<string, unknown>();
  return {
    id: workload.id,
    presets: {},
    createJob: (numbers) =>
      workload.createJob(
        { ...presetsOf(workload.fields), ...values, ...numbers },
        { ...defaultJobOptions, timeLimitMs: "auto" },
      ),
    isRight(input, result) {
      // Pixels of a strip are told by their place.
      const key = JSON.stringify(input, (_, part: unknown) => (ArrayBuffer.isView(part) ? part.byteLength : part));
      if (!known.has(key)) known.set(key, Reflect.apply(compute, undefined, [input]));
      return isSame(compared(result), known.get(key));
    },
  };
}

/** What is the same of a tile that is drawn by chance: how many numbers of light it has, all of them some. */
function shapeOfLight(result: unknown): unknown {
  return result instanceof Float32Array && result.every((light) => light >= 0 && light < Infinity)
    ? result.length
    : null;
}

const players = { depths: [7, 6] as [number, number], opening: 4, seed: 1 };
const training = { epochs: 1_000, trial: 50, bar: 0 };

/** The jobs of the gallery, of three to twelve seconds of computing each: beginning and end take a tenth of a second. None of them ends early. */
export const galleryJobs: readonly BenchJob[] = [
  galleryJob(mandelbrot, { points: 8 }, drawTile),
  galleryJob(
    pathtracer,
    { width: 640, height: 360, tile: 64, passes: 2, samples: 8 },
    ({ width, height }: { readonly width: number; readonly height: number }) => 3 * width * height,
    shapeOfLight,
  ),
  galleryJob(photo, { filter: "paint", radius: 16, side: 1_280, rows: 32 }, filterStrip),
  galleryJob(pi, { tasks: 40, darts: 10_000_000 }, throwDarts),
  galleryJob(primes, { from: 1, to: 6_000_000_000, segment: 50_000_000 }, countPrimes),
  // A letter more than the longest words that are tried: it is not found.
  galleryJob(
    password,
    { word: "zzzzzz", longest: 5, words: 250_000 },
    ([from, to]: [number, number]) => ({ tried: to - from + 1, word: null }),
    withoutSpeed,
  ),
  galleryJob(lucaslehmer, { from: 2, to: 5_500 }, testMersenne),
  galleryJob(queens, { n: 16, rows: 2 }, countQueens),
  galleryJob(collatz, { below: 60_000_000, segment: 1_000_000 }, findLongest),
  // The first epoch of each island: in the bench's page no further ones follow.
  galleryJob(islands, { count: 500, islands: 40, tries: 2 }, evolve),
  // The test wants more than a hundred wins above the other's.
  galleryJob(
    tournament,
    { first: 7, second: 6, games: 600, opening: players.opening, share: 51, error: 1 },
    gameOf(players),
  ),
  galleryJob(hyperparameters, { runs: 80, ...training }, trainerOf(training)),
  galleryJob(matrix, { n: 768, block: 256 }, multiply),
  galleryJob(heavytail, { count: 60, shortest: 20, longest: 1 }, (ms: number) => ms),
];
