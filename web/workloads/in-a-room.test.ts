import { expect, test } from "vitest";
import { createThreadCompute } from "../../node/compute/create-thread-compute.ts";
import { createNodeRoom } from "../room/testing/node-room.ts";
import { when } from "../room/testing/when.ts";
import { collatz } from "./collatz/collatz.ts";
import type { FieldValues } from "./field.ts";
import { heavytail } from "./heavytail/heavytail.ts";
import { hyperparameters } from "./hyperparameters/hyperparameters.ts";
import { islands } from "./islands/islands.ts";
import { lucaslehmer } from "./lucaslehmer/lucaslehmer.ts";
import { matrix } from "./matrix/matrix.ts";
import { password } from "./password/password.ts";
import { pi } from "./pi/pi.ts";
import { primes } from "./primes/primes.ts";
import { queens } from "./queens/queens.ts";
import { tournament } from "./tournament/tournament.ts";
import { jobOf, loadProgram } from "./testing/load-program.ts";
import type { Workload } from "./workload.ts";

/** A few tasks of each workload, and what its `reduce` makes of them all. */
const jobs: readonly (readonly [Workload, FieldValues, unknown])[] = [
  [
    pi,
    { tasks: 20, darts: 10_000 },
    { pi: expect.closeTo(Math.PI, 1), error: expect.closeTo(0.0072, 3), darts: 200_000 },
  ],
  [primes, { to: 1_000_000, segment: 100_000 }, 78_498],
  [lucaslehmer, { to: 130 }, [2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127]],
  [queens, { n: 8 }, 92],
  [collatz, { below: 100_000, segment: 10_000 }, { start: 77_031, value: 350 }],
  [password, { word: "999", alphabet: "digits", longest: 3, words: 10_000 }, { tried: 1_110, word: "999" }],
  [matrix, { n: 64, block: 32 }, expect.objectContaining({ blocks: 4, multiplications: 262_144 })],
  [heavytail, { count: 30, shortest: 1, longest: 1 }, expect.objectContaining({ tasks: 30 })],
  [tournament, { first: 3, second: 1, games: 40 }, expect.objectContaining({ verdict: "depth 3 is stronger" })],
  [
    islands,
    { count: 10, islands: 3, tries: 1 },
    { length: expect.any(Number), island: expect.any(Number), epoch: 1, tour: expect.any(Array) },
  ],
  [hyperparameters, { runs: 20, epochs: 50, trial: 10 }, expect.objectContaining({ runs: 20 })],
];

test("each job of the gallery comes to its known result in a room with two slots that are threads", async () => {
  const { room, join } = createNodeRoom();
  await when(room, (state) => state.room.phase === "open");
  join("laptop", 1, createThreadCompute);
  await when(room, ({ volunteers }) => volunteers.length === 1);
  for (const [workload, values, expected] of jobs) {
    const definition = jobOf(workload, values);
    const before = room.store.getState().job?.id;
    room.startJob(definition);
    const { job } = await when(room, (state) => state.job?.phase === "done" && state.job.id !== before);
    expect(job).toMatchObject({ failed: 0, title: definition.title });
    const cursor = room.results?.cursor("completed");
    const found: unknown[] = [];
    for (let task = cursor?.next() ?? null; task !== null; task = cursor?.next() ?? null) {
      const outcome = room.results?.at(task)?.outcome;
      if (outcome?.type === "value") found.push(outcome.value);
    }
    const { reduce } = await loadProgram(definition);
    expect(reduce(found), workload.id).toEqual(expected);
  }
});
