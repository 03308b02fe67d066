import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WaitingLine } from "./waiting-line.tsx";
import type { JoinStep } from "./waiting-words.ts";

const place = document.createElement("div");
let root: Root;

function show(step: JoinStep): void {
  flushSync(() => root.render(createElement(WaitingLine, { step })));
}

function waitMs(ms: number): void {
  flushSync(() => vi.advanceTimersByTime(ms));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  vi.useRealTimers();
});

test("a join says that it goes on, and where it is, before the search for a path ends", () => {
  show("room");
  expect(place.textContent).toBe("Connecting…");
  waitMs(4_000);
  show("link");
  waitMs(999);
  expect(place.textContent).toBe("Connecting…");
  waitMs(1);
  expect(place.textContent).toBe("Still connecting…");
  waitMs(5_000);
  expect(place.textContent).toBe("Found the room, looking for a path to it…");
  show("proof");
  expect(place.textContent).toBe("Found the room, looking for a path to it…");
});

test.each<[JoinStep, string]>([
  ["looking", "Still connecting: the server has not answered yet…"],
  ["room", "Still connecting: the server has not answered yet…"],
  ["sandbox", "Found the room. This device takes its time to start the sandbox…"],
])("never says that the room is found before it is: %s", (step, words) => {
  show(step);
  waitMs(10_000);
  expect(place.textContent).toBe(words);
});
