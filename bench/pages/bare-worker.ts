import spin from "./jobs/spin.task.js";
import square from "../../web/workloads/squares/squares.task.js";

/* A Web Worker with nothing around it. */

export type BareOrder =
  | { readonly type: "square"; readonly n: number }
  | { readonly type: "squares"; readonly numbers: readonly number[] }
  | { readonly type: "spin"; readonly rounds: readonly number[] };

addEventListener("message", ({ data }: MessageEvent<BareOrder>) => {
  switch (data.type) {
    case "square":
      postMessage(square([data.n, 0]));
      return;
    case "squares":
      postMessage(data.numbers.map((n) => square([n, 0])));
      return;
    case "spin":
      postMessage(data.rounds.map((rounds) => spin(rounds)));
      return;
  }
});
