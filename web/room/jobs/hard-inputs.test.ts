import { afterEach, expect, test, vi } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { SmallRoom } from "../testing/small-room.ts";

let room = new SmallRoom();

afterEach(() => {
  room.close();
  room = new SmallRoom();
});

const megabytes = 1_000_000;

test(
  "eight inputs of 20 MB run through, though a batch of them is more than a message holds",
  {
    timeout: 120_000,
  },
  async () => {
    const large = new Uint8Array(20 * megabytes);
    const lengths: number[] = [];
    const lengthOf = (input: unknown): number => {
      const length = input instanceof Uint8Array ? input.length : 0;
      lengths.push(length);
      return length;
    };
    room.enter("laptop", 2, lengthOf);
    const values = Array.from({ length: 8 }, () => large);
    const id = room.submit(1, openInputs({ type: "list", values }), { batchSize: 8, speculation: false });
    await vi.waitFor(() => expect(room.scheduler.jobs.get(id)?.phase).toBe("done"), {
      timeout: 110_000,
      interval: 100,
    });
    const tasks = room.scheduler.jobs.get(id)?.tasks;
    expect(tasks?.done).toBe(8);
    // Each was sent once: what did not fit was no attempt.
    expect(Array.from({ length: 8 }, (_, task) => tasks?.attempts(task))).toEqual(Array.from({ length: 8 }, () => 1));
    expect(lengths).toEqual(Array.from({ length: 8 }, () => large.length));
    expect(room.stuck).toEqual([]);
  },
);

test(
  "small inputs followed by large ones run through, too, when batches have grown meanwhile",
  {
    timeout: 120_000,
  },
  async () => {
    room.enter("laptop", 1, (input) => (input instanceof Uint8Array ? input.length : input));
    const large = new Uint8Array(4 * megabytes);
    const at = (task: number): unknown => (task < 2_000 ? task : large);
    const id = room.submit(1, { total: 2_020, at, look: at });
    await vi.waitFor(() => expect(room.scheduler.jobs.get(id)?.phase).toBe("done"), {
      timeout: 110_000,
      interval: 100,
    });
    expect(room.scheduler.jobs.get(id)?.tasks.done).toBe(2_020);
  },
);

function secondIsGone(task: number): number {
  if (task === 1) throw new Error("the file is gone");
  return task;
}

test("an input that cannot be had makes its job stand still, with the reason, and the next job runs", async () => {
  room.enter("laptop", 1, (input) => input);
  const id = room.submit(1, { total: 3, at: secondIsGone, look: secondIsGone });
  await vi.waitFor(() => expect(room.stuck).toEqual(["inputs of tasks from 1 on cannot be sent: the file is gone"]));
  const job = room.scheduler.jobs.get(id);
  await vi.waitFor(() => expect(job?.tasks.done).toBe(1));
  expect([job?.phase, job?.tasks.pending, job?.tasks.leased, job?.tasks.attempts(1)]).toEqual(["paused", 2, 0, 0]);
  const next = room.submit(2, openInputs({ type: "range", start: 0, step: 1, count: 50 }));
  await vi.waitFor(() => expect(room.scheduler.jobs.get(next)?.tasks.done).toBe(50));
});
