import { expect, test } from "vitest";
import { atOnce } from "../../../core/time-slices.ts";
import { OpenedRoom, squaresOf } from "../../../room/testing/opened-room.ts";
import { Throws } from "../../../room/testing/plain-compute.ts";
import { writeReport, writeTrace, type SavedJob } from "./write-report.ts";

const evil = `<img src=x onerror="alert('1')">`;

/** A job of twelve squares, of which two fail, as it is saved. */
async function savedRun(): Promise<{ readonly opened: OpenedRoom; readonly saved: SavedJob }> {
  const opened = await OpenedRoom.open();
  await opened.enter(evil, (input) => {
    const [number] = Array.isArray(input) ? input : [input];
    return number % 2 === 1 ? new Throws(new Error("</td><script>")) : `<b>${number}</b>`;
  });
  await opened.start({ ...squaresOf(12, { maxAttempts: 1 }), title: "Squares & <more>" });
  await opened.browser.passTime(60_000);
  const { results, table, trace } = opened.room;
  if (results === null || table === null) throw new Error("no job is shown");
  const picture = { url: "data:image/png;base64,AAAA", words: `A "picture"` };
  const times = { startedAt: 0, savedAt: 60_000 };
  return { opened, saved: { job: opened.job, results, table, trace, picture, ...times } };
}

function written(write: typeof writeReport, saved: SavedJob): string {
  const parts: string[] = [];
  atOnce(write(saved, (part) => parts.push(part)));
  return parts.join("");
}

test("a report stands for itself: no script and no address is in it, and what people and tasks have written is text", async () => {
  const { opened, saved } = await savedRun();
  expect(opened.job.failed).toBeGreaterThan(0);
  const report = written(writeReport, saved);
  expect(report).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  expect(report).not.toMatch(/<script|https?:|<link|url\(|onerror="/);
  expect(report).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;");
  expect(report).toContain("<title>Squares &amp; &lt;more&gt;: report</title>");
  expect(report).toContain('alt="A &quot;picture&quot;"');
  expect(report.match(/<tr[^>]*><td class="number">\d+<\/td>/g)).toHaveLength(12);
  expect(report.match(/<tr class="failed">/g)).toHaveLength(opened.job.failed);
  expect(report).toContain("&lt;/td&gt;&lt;script&gt;");
  for (const heading of ["Picture", "Rates", "Timeline", "Volunteers", "Tasks", "Settings"]) {
    expect(report).toContain(`<h2>${heading}</h2>`);
  }
});

test("a report says nothing of how to get into the room", async () => {
  const { opened, saved } = await savedRun();
  const files = written(writeReport, saved) + written(writeTrace, saved);
  const [link = ""] = opened.state.room.joinLinks;
  const { hash, host } = new URL(link);
  for (const secret of [opened.code, hash.slice(1), host]) {
    expect(secret).not.toBe("");
    expect(files).not.toContain(secret);
  }
});

test("a report of a job of which only the record is left says so, and has its table and its timeline", async () => {
  const { saved } = await savedRun();
  const report = written(writeReport, { ...saved, trace: null, picture: null });
  expect(report).toContain("only its record was left");
  expect(report).not.toContain("<h2>Picture</h2>");
  expect(report).toContain("<h2>Timeline</h2>");
  expect(report.match(/<tr[^>]*><td class="number">\d+<\/td>/g)).toHaveLength(12);
});

test("of a table that no browser would open the report has the first rows, and says how many there are", async () => {
  const { saved } = await savedRun();
  const { table } = saved;
  const report = written(writeReport, {
    ...saved,
    table: { ...table, total: 1_000_000, row: () => table.row(0), bringInput: () => null },
  });
  expect(report).toContain("The first 20,000 of 1,000,000 tasks");
});

test("a trace has a process for each volunteer, a thread for each slot, and each attempt with its times in microseconds", async () => {
  const { opened, saved } = await savedRun();
  const { traceEvents } = JSON.parse(written(writeTrace, saved));
  const [volunteer] = opened.state.volunteers;
  expect(traceEvents).toContainEqual({
    ph: "M",
    name: "process_name",
    pid: volunteer?.id,
    tid: 0,
    args: { name: evil },
  });
  const attempts = traceEvents.filter(({ ph }: { ph: string }) => ph === "X");
  expect(attempts).toHaveLength(12);
  for (const { ts, dur, pid, tid, args } of attempts) {
    expect({ pid, tid }).toEqual({ pid: volunteer?.id, tid: 1 });
    expect(dur).toBeGreaterThanOrEqual(0);
    expect(ts).toBeGreaterThanOrEqual(0);
    expect(["done", "failed"]).toContain(args.outcome);
  }
  expect(traceEvents.some(({ name }: { name: string }) => name === "tasks in flight")).toBe(true);
});
