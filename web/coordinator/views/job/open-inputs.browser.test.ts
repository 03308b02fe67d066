import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { jobId } from "../../../core/ids.ts";
import type { InputRecipe } from "../../../core/job/input-recipe.ts";
import { defaultJobOptions } from "../../../core/job/job.ts";
import { isRoomId, type RoomId } from "../../../journal/room-id.ts";
import type { JobView } from "../../../room/store.ts";
import { squares } from "../../../workloads/squares/squares.ts";
import { OpenInputs } from "./open-inputs.tsx";

function sampleRoom(): RoomId {
  const id = "0".repeat(32);
  if (!isRoomId(id)) throw new Error(`${id} names no room`);
  return id;
}

const open: JobView = {
  id: jobId(1),
  key: { room: sampleRoom(), job: jobId(1) },
  title: "Twice",
  request: squares.createJob(
    { count: 1, smallest: 3, largest: 9, seed: 1, shortest: 0, longest: 0 },
    defaultJobOptions,
  ),
  phase: "idle",
  lacks: [],
  problem: null,
  endedBy: null,
  endRule: null,
  isSealed: false,
  takesInputs: true,
  isSealing: false,
  inputsKept: 2,
  sourceProblem: null,
  stuck: null,
  awaited: null,
  total: 2,
  done: 2,
  failed: 0,
  leased: 0,
  pending: 0,
  notNeeded: 0,
  skipped: 0,
  priority: 0,
  elapsedMs: 0,
  remainingMs: null,
};

/** The panel of a job that has two inputs, over a room that adds what it is given as long as the job is open. */
function mount() {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  let due = 2;
  let isOpen = true;
  const added: InputRecipe[] = [];
  const refuse = (): void => {
    if (!isOpen) throw new RangeError("job 1 takes no further inputs: it is over");
  };
  const room = {
    addInputs(_: unknown, recipe: InputRecipe) {
      refuse();
      added.push(recipe);
      const count = recipe.type === "range" ? recipe.count : 1;
      due += count;
      return { count, total: due };
    },
    sealJob: vi.fn(refuse),
  };
  const show = (traits: Partial<JobView>): void =>
    root.render(createElement(OpenInputs, { room, job: { ...open, ...traits } }));
  show({});
  const endUnseen = (): void => {
    isOpen = false;
  };
  return {
    added,
    room,
    show,
    endUnseen,
    told: page.getByRole("status"),
    list: page.getByRole("textbox", { name: "Inputs" }),
  };
}

const add = page.getByRole("button", { name: "Add inputs" });

test("one press adds once, however often the button is pressed", async () => {
  const { added, list, told } = mount();
  await list.fill("7");
  await add.dblClick();
  await expect.element(told).toHaveTextContent("Adding 1 input …");
  expect(added).toHaveLength(1);
  await page.getByRole("combobox", { name: "Inputs come from" }).selectOptions("a range of numbers");
  await page.getByRole("textbox", { name: "First number" }).fill("2");
  await page.getByRole("textbox", { name: "Last number" }).fill("3");
  await add.dblClick();
  await expect.element(told).toHaveTextContent("Adding 2 inputs …");
  expect(added).toHaveLength(2);
});

test("inputs are said to be added once they are on record, with their total: the same number again is another sentence", async () => {
  const { show, list, told } = mount();
  await list.fill("7");
  await add.click();
  await expect.element(told).toHaveTextContent("Adding 1 input …");
  show({ inputsKept: 3 });
  await expect.element(told).toHaveTextContent("1 input added, 3 in all.");
  await list.fill("8");
  await add.click();
  show({ inputsKept: 4 });
  await expect.element(told).toHaveTextContent("1 input added, 4 in all.");
});

test("a job that ends leaves what is typed, and says that it was not added, until it is discarded", async () => {
  const { show, list, told } = mount();
  await list.fill("7");
  show({ takesInputs: false, isSealed: true, phase: "ended-early" });
  await expect.element(told).toHaveTextContent("What is typed here was not added: job 1 has ended.");
  await expect.element(list).toHaveFocus();
  await expect.element(list).toHaveValue("7");
  await expect.element(add).not.toBeInTheDocument();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.element(list).not.toBeInTheDocument();
});

test("a job that has ended since it was drawn adds nothing and is not sealed, without an error, and keeps what is typed", async () => {
  const { added, room, show, endUnseen, list } = mount();
  await list.fill("7");
  endUnseen();
  await add.click();
  await userEvent.click(page.getByRole("button", { name: "Seal job 1" }));
  await page.getByRole("dialog").getByRole("button", { name: "Seal job 1" }).click();
  expect(room.sealJob).toHaveBeenCalledOnce();
  expect(added).toEqual([]);
  show({ takesInputs: false, isSealed: true, phase: "done" });
  await expect.element(list).toHaveValue("7");
});

test("a job is said to be sealing until its seal is on record", async () => {
  const { show, told } = mount();
  show({ takesInputs: false, isSealing: true });
  await expect.element(told).toHaveTextContent("Sealing job 1 … Its last inputs are being put on record");
  show({ takesInputs: false, isSealed: true, phase: "done" });
  await expect.element(told).not.toBeInTheDocument();
});
