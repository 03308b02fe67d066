import { afterEach, expect, test, vi } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { SmallRoom } from "../testing/small-room.ts";

let room = new SmallRoom();

afterEach(() => {
  room.close();
  room = new SmallRoom();
});

const three = openInputs({ type: "range", start: 1, step: 1, count: 3 });

test("why a volunteer refused a job stands in the coordinator's log, with its name, and others go on", async () => {
  const refusing = room.enter("laptop", 1, (input) => input);
  await vi.waitFor(() => expect(refusing.phase().type).toBe("present"));
  const first = room.submit(1, three, { timeLimitMs: 8 * 86_400_000 });
  await vi.waitFor(() =>
    expect(room.lines()).toContain(
      "laptop is gone: it refused a message (job.timeLimitMs: expected number 1 to 86400000, got 691200000)",
    ),
  );
  await vi.waitFor(() =>
    expect(refusing.phase()).toEqual({
      type: "refused",
      problem: "other-version",
      detail: "job.timeLimitMs: expected number 1 to 86400000, got 691200000",
    }),
  );
  expect(room.scheduler.sessions.size).toBe(0);
  room.flow.tell({ type: "job-cancelled", job: first });
  const other = room.enter("phone", 1, (input) => input);
  const id = room.submit(2, three);
  await vi.waitFor(() => expect(room.scheduler.jobs.get(id)?.phase).toBe("done"));
  expect(other.phase().type).toBe("present");
});

test("why the coordinator sent a volunteer away stands in its own log and on the volunteer's page", async () => {
  const rude = room.enter("laptop", 1, (input) => input);
  await vi.waitFor(() => expect(rude.phase().type).toBe("present"));
  rude.link().send("control", new TextEncoder().encode(JSON.stringify({ type: "limits", slots: 0, paused: false })));
  const what = "limits.slots: expected whole number 1 to 256, got 0";
  await vi.waitFor(() =>
    expect(rude.phase()).toEqual({
      type: "refused",
      problem: "sent-away",
      detail: `This page sent what no volunteer sends (${what}).`,
    }),
  );
  expect(room.lines()).toContain(`laptop is gone: it sent what no volunteer sends (${what})`);
});

test("why a volunteer gave a link up stands in the coordinator's log", async () => {
  const volunteer = room.enter("laptop", 1, (input) => input);
  await vi.waitFor(() => expect(volunteer.phase().type).toBe("present"));
  volunteer.stay.leaveAtOnce();
  await vi.waitFor(() => expect(room.lines()).toContain("laptop is gone: stopped or its page closed"));
});
