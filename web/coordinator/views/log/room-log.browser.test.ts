import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { FramePacer } from "../../../environment/browser/frame-pacer.ts";
import { createRoomStore } from "../../../room/store.ts";
import { PaceContext } from "../../../ui/use-pace.ts";
import { RoomLog } from "./room-log.tsx";

test("what happened is saved with a click, beside the log that people read", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const store = createRoomStore();
  store.setState({
    log: [{ id: 1, kind: "people", saying: { key: "volunteer-joined", name: "laptop", slots: 2 }, times: 1 }],
  });
  let saved = 0;
  const saveFactLog = (): void => {
    saved += 1;
  };
  const log = createElement(RoomLog, { room: { store, saveFactLog } });
  root.render(createElement(PaceContext, { value: new FramePacer() }, log));
  await expect.element(page.getByRole("log")).toHaveTextContent("laptop joined with 2 slots");
  await page.getByRole("button", { name: "Save what happened" }).click();
  expect(saved).toBe(1);
});
