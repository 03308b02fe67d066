import { expect, test } from "vitest";
import { isFields, type Fields } from "../../../core/fields.ts";
import type { Trial, TrialEnd } from "../../../core/job/trial.ts";
import type { SlicesSoFar } from "../result-slices.ts";
import { SliceStage } from "../testing/slice-stage.ts";
import { UntilWatch } from "./until-watch.ts";

class Stage extends SliceStage {
  readonly shown: SlicesSoFar[] = [];
  readonly satisfied: number[] = [];

  open(): UntilWatch {
    return new UntilWatch(
      this.results,
      { source: "", files: new Map() },
      {
        ...this.around,
        changed: (soFar) => this.shown.push(soFar),
        satisfied: (task) => this.satisfied.push(task),
      },
    );
  }
}

function inputOf({ input }: Trial): Fields {
  return isFields(input) ? input : {};
}

/** The sandbox looks for the value 7, and takes at most three results at a time. */
function lookForSeven(trial: Trial): TrialEnd {
  const { values } = inputOf(trial);
  const some = (Array.isArray(values) ? values : []).slice(0, 3);
  const at = some.indexOf(7);
  const made = at === -1 ? { taken: some.length, isSatisfied: false } : { taken: at + 1, isSatisfied: true };
  return { type: "value", value: made, runtimeMs: 1 };
}

test("[P8] the first result on record that satisfies it is named, once, with the task, and nothing is looked at behind it", async () => {
  const stage = new Stage(lookForSeven);
  stage.add(1, 2, 3, 4);
  stage.addFailed();
  stage.open();
  await stage.settle();
  expect([stage.satisfied, stage.shown.at(-1)]).toEqual([[], { count: 4, without: 1, problem: null }]);
  stage.add(5, 7, 7);
  await stage.settle();
  expect(stage.satisfied).toEqual([6]);
  expect(stage.trials.map((trial) => inputOf(trial)["tasks"])).toEqual([[0, 1, 2, 3], [3], [5, 6, 7]]);
  stage.add(7);
  await stage.settle();
  expect(stage.satisfied).toEqual([6]);
  expect(stage.trials).toHaveLength(3);
});

test("what reduce has made of the results so far goes with the next slice", async () => {
  const stage = new Stage((trial) => {
    const { before, values } = inputOf(trial);
    const made = [...(Array.isArray(before) ? before : []), ...(Array.isArray(values) ? values : [])];
    return { type: "value", value: { made, taken: 1, isSatisfied: false }, runtimeMs: 1 };
  });
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.trials.map((trial) => inputOf(trial)["before"])).toEqual([[], [1, 2]]);
});

test("[P8] what it throws is told with the task, and ends nothing", async () => {
  const thrown = new TypeError("no");
  const stage = new Stage(() => ({
    type: "value",
    value: { taken: 1, isSatisfied: false, thrown },
    runtimeMs: 1,
  }));
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.shown.at(-1)).toEqual({ count: 1, without: 0, problem: { type: "failed", thrown, task: 1 } });
  stage.add(7);
  await stage.settle();
  expect([stage.satisfied, stage.trials.length]).toEqual([[], 1]);
});

test("one that is closed calls off what runs, and names nothing any more", async () => {
  const stage = new Stage(lookForSeven);
  stage.add(7);
  const watch = stage.open();
  const settled = stage.settle();
  const isCalledOff = (): unknown => stage.trials.map(({ signal }) => signal?.aborted);
  expect(isCalledOff()).toEqual([false]);
  watch.close();
  expect(isCalledOff()).toEqual([true]);
  await settled;
  expect([stage.satisfied, stage.shown]).toEqual([[], []]);
});
