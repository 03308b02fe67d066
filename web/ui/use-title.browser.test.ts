import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTitle } from "./use-title.ts";

const before = document.title;
let root: Root;

function Page({ done }: { readonly done: string }): null {
  useTitle(done, "Room K7Q2MX");
  return null;
}

function show(done: string): void {
  flushSync(() => root.render(createElement(Page, { done })));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  root = createRoot(document.createElement("div"));
});
afterEach(() => {
  flushSync(() => root.unmount());
  vi.useRealTimers();
  document.title = before;
});

test("a title that changes often is changed once a second, to the newest", () => {
  show("1 of 9 done");
  expect(document.title).toBe("1 of 9 done · Room K7Q2MX · Tabpool");
  for (const done of ["2 of 9 done", "3 of 9 done", "4 of 9 done"]) {
    vi.advanceTimersByTime(300);
    show(done);
  }
  expect(document.title).toBe("1 of 9 done · Room K7Q2MX · Tabpool");
  vi.advanceTimersByTime(100);
  expect(document.title).toBe("4 of 9 done · Room K7Q2MX · Tabpool");
});

test("a title that has stood for a second is changed at once", () => {
  show("1 of 9 done");
  vi.advanceTimersByTime(1_000);
  show("2 of 9 done");
  expect(document.title).toBe("2 of 9 done · Room K7Q2MX · Tabpool");
});
