import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { volunteerId } from "../../core/ids.ts";
import { createCoordinatorStore, type CoordinatorStore, type VolunteerView } from "../store.ts";
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
    ...traits,
  };
}

function crowd(count: number, traits: Partial<VolunteerView> = {}): VolunteerView[] {
  return Array.from({ length: count }, (_, at) => volunteer(at + 1, traits));
}

interface Panel {
  readonly store: CoordinatorStore;
  readonly box: () => HTMLElement;
  readonly names: () => string[];
}

function mount(volunteers: readonly VolunteerView[]): Panel {
  const place = document.createElement("div");
  place.style.width = "30rem";
  document.body.append(place);
  const store = createCoordinatorStore();
  store.setState({ volunteers });
  const root = createRoot(place);
  root.render(createElement(VolunteersPanel, { store }));
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  return {
    store,
    box() {
      const box = place.querySelector(".volunteers-scroll");
      if (!(box instanceof HTMLElement)) throw new Error("the list is not there yet");
      return box;
    },
    names: () => [...place.querySelectorAll("tbody th")].map((head) => head.firstChild?.textContent ?? ""),
  };
}

test("a list of thirty is drawn whole", async () => {
  const { names } = mount(crowd(30));
  await vi.waitFor(() => expect(names()).toEqual(crowd(30).map(({ name }) => name)), within);
});

test("of a crowd what is in sight is drawn, to the last one at the end of the scroll, however high the rows are", async () => {
  const reason = "its path is interrupted, and nothing was heard of it for a time that seemed very long. ".repeat(3);
  const gone = volunteer(400, { link: "gone", goneBecause: reason });
  const { box, names } = mount([...crowd(399), gone]);
  await vi.waitFor(() => expect(names()[0]).toBe("volunteer-1"), within);
  expect(names().length).toBeLessThan(80);
  await vi.waitFor(() => {
    box().scrollTop = box().scrollHeight;
    expect(names().at(-1)).toBe("volunteer-400");
    const last = box().querySelector("tbody tr:last-child")?.getBoundingClientRect();
    expect(last?.bottom).toBeCloseTo(box().getBoundingClientRect().bottom, -1);
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
  await vi.waitFor(() => expect(box().querySelector("tbody td:last-child")?.textContent).toBe("7"), within);
  expect({ top: box().scrollTop, first: names()[0] }).toEqual(before);
});
