import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { jobId } from "../../../core/ids.ts";
import { presetsOf } from "../../../workloads/field.ts";
import { mandelbrot } from "../../../workloads/mandelbrot/mandelbrot.ts";
import { password } from "../../../workloads/password/password.ts";
import type { FieldProblems, ReadyJob, Workload } from "../../../workloads/workload.ts";
import type { StartedJob } from "./started-job.ts";
import { useStartWith, type StartWith } from "./use-start-with.ts";

const values = { ...presetsOf(mandelbrot.fields), span: "0.5", iterations: 2_000 };

function runNoTrial(): never {
  throw new Error("it tries nothing out");
}

/** The hook in a page, and in its order all that it has the room do. */
function mount() {
  const done: string[] = [];
  const started: (StartedJob | null)[] = [];
  const given: StartWith[] = [];
  const start = ({ definition }: ReadyJob) => {
    done.push(`start ${definition.title}`);
    return [];
  };
  const room = { cancelJob: (job: number) => void done.push(`cancel ${job}`) };
  function Harness() {
    const [newest, startNow] = useStartWith(room, start, runNoTrial);
    started.push(newest);
    given.push(startNow);
    return null;
  }
  const root = createRoot(document.createElement("div"));
  onTestFinished(() => root.unmount());
  flushSync(() => root.render(createElement(Harness)));
  const startWith: StartWith = (...wanted) => flushSync(() => given.at(-1)?.(...wanted));
  return { done, newest: () => started.at(-1) ?? null, startWith };
}

beforeEach(() => {
  const { href } = location;
  history.replaceState(null, "", "?room=ABC234&start=2&workload=squares&count=5");
  onTestFinished(() => history.replaceState(null, "", href));
});

test("the job in whose place another one starts is cancelled first, and a second call meanwhile starts nothing", async () => {
  const { done, newest, startWith } = mount();
  startWith(mandelbrot, values, jobId(7));
  startWith(mandelbrot, { ...values, span: "0.25" }, jobId(7));
  await vi.waitFor(() => expect(done).toEqual(["cancel 7", "start Mandelbrot set"]));
  expect(newest()).toEqual({ workload: mandelbrot, values, problems: {} });
  startWith(mandelbrot, values, null);
  await vi.waitFor(() => expect(done).toHaveLength(3));
});

const refused: FieldProblems = { span: "Nobody wants to see that." };

test.each<[string, Workload]>([
  ["its values", { ...mandelbrot, check: () => refused }],
  [
    "what is found while it is prepared",
    { ...mandelbrot, prepareJob: async () => ({ type: "wrong", problems: refused }) },
  ],
])("a job that is refused for %s cancels no other, and says why", async (_, workload) => {
  const { done, newest, startWith } = mount();
  startWith(workload, values, jobId(7));
  await vi.waitFor(() => expect(newest()).toEqual({ workload, values, problems: refused }));
  expect(done).toEqual([]);
});

test("the address says what was started, and not what it said of another job; a password never stands there", async () => {
  const { done, startWith } = mount();
  startWith(mandelbrot, values, null);
  expect(location.search).toBe("?workload=mandelbrot&span=0.5&iterations=2000&room=ABC234");
  await vi.waitFor(() => expect(done).toHaveLength(1));
  const secret = { ...presetsOf(password.fields), word: "zebras", longest: 6 };
  startWith(password, secret, null);
  expect(location.search).toBe("?workload=password&longest=6&room=ABC234");
});
