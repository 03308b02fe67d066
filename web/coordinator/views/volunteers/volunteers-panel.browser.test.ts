import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { page } from "vitest/browser";
import { volunteerId, type VolunteerId } from "../../../core/ids.ts";
import { createRoomStore, type RoomStore, type VolunteerView } from "../../../room/store.ts";
import { FramePacer } from "../../../environment/browser/frame-pacer.ts";
import "../../../ui/theme.css";
import { PaceContext } from "../../../ui/use-pace.ts";
import { VolunteersPanel } from "./volunteers-panel.tsx";

/** A busy machine draws late. */
const within = { timeout: 10_000 };

function volunteer(number: number, traits: Partial<VolunteerView> = {}): VolunteerView {
  return {
    id: volunteerId(number),
    name: `volunteer-${number}`,
    device: "Chromium, Linux",
    slots: 2,
    paused: false,
    kind: "peer",
    link: "steady",
    goneBecause: null,
    tasksDone: 0,
    tasksLeased: 0,
    isFetching: false,
    ...traits,
  };
}

function crowd(count: number, traits: Partial<VolunteerView> = {}): VolunteerView[] {
  return Array.from({ length: count }, (_, at) => volunteer(at + 1, traits));
}

interface Panel {
  readonly store: RoomStore;
  readonly box: () => HTMLElement;
  /** Names in the rows that are drawn. */
  readonly names: () => string[];
  /** Names in the rows that are wholly inside the box, below its head. */
  readonly namesInSight: () => string[];
  readonly aside: () => string;
  readonly text: () => string;
}

function nameOf(head: Element): string {
  return head.firstElementChild?.textContent ?? "";
}

function mount(
  volunteers: readonly VolunteerView[],
  widthPx = 480,
  sendAway: (volunteer: VolunteerId) => void = () => {},
): Panel {
  const place = document.createElement("div");
  place.style.width = `${widthPx}px`;
  document.body.append(place);
  const store = createRoomStore();
  store.setState({ volunteers });
  const root = createRoot(place);
  root.render(
    createElement(
      PaceContext,
      { value: new FramePacer() },
      createElement(VolunteersPanel, { room: { store, sendAway } }),
    ),
  );
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const heads = (): Element[] => [...place.querySelectorAll('[role="rowheader"]')];
  const box = (): HTMLElement => {
    const found = place.querySelector(".volunteers-scroll");
    if (!(found instanceof HTMLElement)) throw new Error("the list is not there yet");
    return found;
  };
  return {
    store,
    box,
    names: () => heads().map(nameOf),
    namesInSight() {
      const { top, bottom } = box().getBoundingClientRect();
      const isInSight = (head: Element): boolean => {
        const rect = head.getBoundingClientRect();
        return rect.top >= top + 40 && rect.bottom <= bottom;
      };
      return heads().filter(isInSight).map(nameOf);
    },
    aside: () => place.querySelector(".aside")?.textContent ?? "",
    text: () => place.textContent,
  };
}

function namesOf(volunteers: readonly VolunteerView[]): string[] {
  return volunteers.map(({ name }) => name);
}

test("a list of thirty is drawn whole", async () => {
  const { names } = mount(crowd(30));
  await vi.waitFor(() => expect(names()).toEqual(namesOf(crowd(30))), within);
});

test("of a crowd what is in sight is drawn, to the last one at the end of the scroll", async () => {
  const { box, names, namesInSight } = mount(crowd(400));
  await vi.waitFor(() => expect(names()[0]).toBe("volunteer-1"), within);
  expect(names().length).toBeLessThan(80);
  await vi.waitFor(() => {
    box().scrollTop = box().scrollHeight;
    expect(namesInSight().at(-1)).toBe("volunteer-400");
  }, within);
  expect(names().length).toBeLessThan(80);
});

test("who scrolled in a crowd stays where they are when counts change", async () => {
  const { box, names, store } = mount(crowd(400));
  await vi.waitFor(() => expect(names()[0]).toBe("volunteer-1"), within);
  box().scrollTop = 8_000;
  await vi.waitFor(() => expect(names()[0]).not.toBe("volunteer-1"), within);
  const before = { top: box().scrollTop, first: names()[0] };
  store.setState({ volunteers: crowd(400, { tasksDone: 7 }) });
  await vi.waitFor(() => expect(box().querySelector('[role="cell"]:nth-last-child(2)')?.textContent).toBe("7"), within);
  expect({ top: box().scrollTop, first: names()[0] }).toEqual(before);
});

// The list's widths in windows of 1280 and 1920 pixels.
test.each([
  [1_280, 800, 1_180],
  [1_920, 1_080, 1_570],
])("forty are in sight at once in a window of %i × %i", async (width, height, listPx) => {
  await page.viewport(width, height);
  const { names, namesInSight, aside } = mount(crowd(40), listPx);
  await vi.waitFor(() => expect(names()).toHaveLength(40), within);
  await vi.waitFor(() => expect(namesInSight()).toEqual(namesOf(crowd(40))), within);
  expect(aside()).toBe("40 here");
});

test("on a phone forty stand below one another, and the page says how many of them are shown", async () => {
  await page.viewport(360, 740);
  const { names, namesInSight, aside } = mount(crowd(40), 310);
  await vi.waitFor(() => expect(names()).toHaveLength(40), within);
  await vi.waitFor(() => expect(aside()).toMatch(/^40 here, \d+ shown: scroll for the others$/), within);
  const shown = Number(/(\d+) shown/.exec(aside())?.[1]);
  expect(shown).toBeGreaterThan(10);
  expect(namesInSight()).toEqual(namesOf(crowd(shown)));
});

test("a long name is cut short on its one line, and widens nothing", async () => {
  const long = volunteer(1, { name: "W".repeat(40), device: "Chromium on a very long name of a system" });
  const { box, names } = mount([long, volunteer(2)], 310);
  await vi.waitFor(() => expect(names()).toHaveLength(2), within);
  expect(box().scrollWidth).toBe(box().clientWidth);
  const heights = [...box().querySelectorAll('.volunteers-body [role="row"]')].map((row) => row.clientHeight);
  expect(heights[0]).toBe(heights[1]);
});

test("those who left take one line together, which opened says why each has", async () => {
  const gone = (number: number, traits: Partial<VolunteerView>): VolunteerView =>
    volunteer(number, { link: "gone", ...traits });
  const { box, names, text } = mount([
    gone(1, { name: "Ada", goneBecause: { reason: "left", detail: "" } }),
    volunteer(2),
    gone(3, { name: "Ben", goneBecause: { reason: "page-closed", detail: "" }, tasksDone: 12 }),
  ]);
  await vi.waitFor(() => expect(names()).toEqual(["volunteer-2"]), within);
  const fold = box().parentElement?.querySelector("details");
  expect(fold?.open).toBe(false);
  expect(fold?.querySelector("summary")?.textContent).toBe("2 left: Ada, Ben");
  const reasons = [...(fold?.querySelectorAll("li") ?? [])].map((item) => item.textContent);
  expect(reasons).toEqual(["Adait left", "Ben12 done · it was stopped, or its page was closed"]);
  expect(text()).toContain("1 here");
});

test("a volunteer that is paused, does not answer or is relayed says so, and a calm one only to those who cannot see its colour", async () => {
  const { box } = mount([
    volunteer(1),
    volunteer(2, { paused: true }),
    volunteer(3, { link: "wavering" }),
    volunteer(4, { kind: "relay" }),
    volunteer(5, { kind: "relay", paused: true }),
  ]);
  await vi.waitFor(() => {
    const cells = [...box().querySelectorAll('.volunteers-body [role="row"] > :nth-child(3) > *')];
    expect(cells.map((cell) => [cell.textContent, cell.className])).toEqual([
      ["direct, steady", "visually-hidden"],
      ["direct, paused", "volunteer-link"],
      ["direct, wavering", "volunteer-link"],
      ["relayed (encrypted), steady", "volunteer-link"],
      ["relayed (encrypted), paused", "volunteer-link"],
    ]);
  }, within);
});

test("a volunteer is sent away by its button, after a question, and the focus stays in the list", async () => {
  const sent: VolunteerId[] = [];
  const { box } = mount([volunteer(1), volunteer(2, { tasksLeased: 3 })], 480, (id) => sent.push(id));
  await page.getByRole("button", { name: "Send volunteer-2 away" }).click();
  const dialog = page.getByRole("dialog", { name: "Send volunteer-2 away?" });
  await expect.element(dialog).toHaveAccessibleDescription(/3 tasks of it will be computed by others/);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  expect(sent).toEqual([]);
  await page.getByRole("button", { name: "Send volunteer-2 away" }).click();
  await dialog.getByRole("button", { name: "Send it away" }).click();
  expect(sent).toEqual([2]);
  expect(document.activeElement).toBe(box());
});

test("this tab's own help is switched off without a question", async () => {
  const sent: VolunteerId[] = [];
  mount([volunteer(1, { kind: "memory" })], 480, (id) => sent.push(id));
  await page.getByRole("button", { name: "Send volunteer-1 away" }).click();
  expect(sent).toEqual([1]);
});
