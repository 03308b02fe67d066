import { collatz } from "./collatz/collatz.ts";
import { heavytail } from "./heavytail/heavytail.ts";
import { hyperparameters } from "./hyperparameters/hyperparameters.ts";
import { islands } from "./islands/islands.ts";
import { lucaslehmer } from "./lucaslehmer/lucaslehmer.ts";
import { matrix } from "./matrix/matrix.ts";
import { mandelbrot } from "./mandelbrot/mandelbrot.ts";
import { own } from "./own/own.ts";
import { password } from "./password/password.ts";
import { pathtracer } from "./pathtracer/pathtracer.ts";
import { photo } from "./photo/photo.ts";
import { pi } from "./pi/pi.ts";
import { primes } from "./primes/primes.ts";
import { queens } from "./queens/queens.ts";
import { squares } from "./squares/squares.ts";
import { tournament } from "./tournament/tournament.ts";
import { wordcount } from "./wordcount/wordcount.ts";
import { words } from "./words/words.ts";
import type { WorkloadPicture } from "./image-picture.ts";
import type { Following, Workload } from "./workload.ts";

/** The workloads that ship with Tabpool, in the gallery's order. An address that names none means the first one. */
export const workloads: readonly [Workload, ...Workload[]] = [
  squares,
  mandelbrot,
  pathtracer,
  photo,
  wordcount,
  words,
  password,
  pi,
  primes,
  lucaslehmer,
  queens,
  collatz,
  islands,
  tournament,
  hyperparameters,
  matrix,
  heavytail,
  own,
];

export function findWorkload(id: string): Workload | undefined {
  return workloads.find((workload) => workload.id === id);
}

/** Of the workload whose jobs have views of this type; undefined where it brings no picture. */
export function findPicture(view: string): (Workload & { readonly picture: WorkloadPicture }) | undefined {
  return workloads.find(
    (workload): workload is Workload & { readonly picture: WorkloadPicture } => workload.picture?.view === view,
  );
}

/** Of the workload whose jobs have views of this type; undefined where their inputs are all there from the start. */
export function findFollowing(view: string): Following | undefined {
  return workloads.find(({ following }) => following?.view === view)?.following;
}
