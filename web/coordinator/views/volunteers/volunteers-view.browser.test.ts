import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { volunteerId } from "../../../core/ids.ts";
import { FramePacer } from "../../../environment/browser/frame-pacer.ts";
import { createRoomStore, type VolunteerView } from "../../../room/store.ts";
import { PaceContext } from "../../../ui/use-pace.ts";
import { VolunteersView } from "./volunteers-view.tsx";

function volunteer(number: number): VolunteerView {
  return {
    id: volunteerId(number),
    name: `volunteer-${number}`,
    device: "Chrome on Linux",
    slots: 1 + (number % 4),
    paused: false,
    kind: "peer",
    link: "steady",
    goneBecause: null,
    tasksDone: number,
    tasksLeased: 0,
    isFetching: false,
  };
}

test("of 400 volunteers the rows in or near sight are drawn, with what their links tell, in the order of any column", async () => {
  const place = document.createElement("div");
  place.style.cssText = "display: flex; flex-direction: column; height: 400px";
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const store = createRoomStore();
  store.setState({ volunteers: Array.from({ length: 400 }, (_, at) => volunteer(at + 1)) });
  const figures = { sentBytes: 1_200, receivedBytes: 3_400, roundTripMs: 7 };
  const room = { store, results: null, trace: null, measureLinks: async () => new Map([[volunteerId(400), figures]]) };
  root.render(createElement(PaceContext, { value: new FramePacer() }, createElement(VolunteersView, { room })));

  await expect.element(page.getByText("400 volunteers are here.")).toBeVisible();
  const rows = (): readonly Element[] => [...place.querySelectorAll('[role="row"]')].slice(1);
  const name = (nth: number): string => rows()[nth]?.firstElementChild?.textContent ?? "";
  expect(rows().length).toBeLessThan(100);
  expect(name(0)).toBe("volunteer-1");
  await page.getByRole("button", { name: "Done" }).click();
  await expect.poll(() => name(0)).toBe("volunteer-400");
  await expect.poll(() => rows()[0]?.textContent).toContain("7.0 ms1.2 kB3.4 kB");
  await page.getByRole("button", { name: "Done" }).click();
  await expect.poll(() => name(0)).toBe("volunteer-1");
});
