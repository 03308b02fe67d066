import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { InputRecipe } from "../../../core/job/input-recipe.ts";
import type { JobView } from "../../../room/store.ts";
import { openJob } from "../testing/open-job.ts";
import { OpenInputs } from "./open-inputs.tsx";

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
  const showJob = (job: JobView | null): void => root.render(createElement(OpenInputs, { room, job }));
  const show = (traits: Partial<JobView>): void => showJob({ ...openJob, ...traits });
  show({});
  const endUnseen = (): void => {
    isOpen = false;
  };
  return {
    added,
    room,
    show,
    showJob,
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

test("the first inputs of a job are said to be added, too", async () => {
  const { show, told } = mount();
  show({ inputsKept: 2, inputsDue: 50_000 });
  await expect.element(told).toHaveTextContent("Adding inputs, 50,000 in all …");
  show({ inputsKept: 50_000, inputsDue: 50_000, total: 50_000 });
  await expect.element(told).toBeEmptyDOMElement();
});

test("a job that ends before all inputs are on record says how many are missing", async () => {
  const { show, told } = mount();
  show({ inputsDue: 50_000 });
  const ended = { takesInputs: false, isSealed: true, phase: "ended-early" } as const;
  show({ ...ended, inputsDue: 50_000 });
  await expect.element(told).toHaveTextContent("Only 2 of 50,000 inputs were added: job 1 has ended.");
});

test("a list that is not on record when the room is closed or run elsewhere stands in the form again, and can be added later", async () => {
  const { show, showJob, list, told } = mount();
  await list.fill("7");
  await add.click();
  await expect.element(list).toHaveValue("");
  showJob(null);
  await expect.element(list).not.toBeInTheDocument();
  const elsewhere = { takesInputs: false, phase: "interrupted" } as const;
  show(elsewhere);
  await expect.element(told).toHaveTextContent("Only 2 of 3 inputs were added: this page does not run job 1 any more.");
  await expect.element(list).toHaveValue("7");
  show({});
  await expect.element(told).toBeEmptyDOMElement();
  await add.click();
  await expect.element(told).toHaveTextContent("Adding 1 input …");
});

test("inputs that get on record just after the end of their job are not said to be missing", async () => {
  const { show, list, told } = mount();
  await list.fill("7");
  await add.click();
  await expect.element(told).toHaveTextContent("Adding 1 input …");
  show({ takesInputs: false, isSealed: true, phase: "ended-early", total: 3, inputsDue: 3 });
  await expect.element(told).not.toBeInTheDocument();
  show({ takesInputs: false, isSealed: true, phase: "ended-early", total: 3, inputsKept: 3, inputsDue: 3 });
  await expect.element(list).not.toBeInTheDocument();
});

test("what is typed for a job that another window runs now was not added, without its end being told", async () => {
  const { show, list, told } = mount();
  await list.fill("7");
  show({ takesInputs: false, phase: "interrupted" });
  await expect
    .element(told)
    .toHaveTextContent("What is typed here was not added: this page does not run job 1 any more.");
  await expect.element(list).toHaveValue("7");
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
