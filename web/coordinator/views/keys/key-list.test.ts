import { expect, test } from "vitest";
import { boardViews } from "../../board-views.ts";
import { actionOf, pageKeys } from "./key-list.ts";

const press = { ctrlKey: false, metaKey: false, altKey: false, repeat: false, defaultPrevented: false };

test("each view has a key, and no key stands for two things", () => {
  for (const [nth, { id }] of boardViews.entries()) {
    expect(actionOf({ ...press, key: String(nth + 1) })).toEqual({ type: "view", fragment: `#${id}` });
  }
  expect(new Set(pageKeys.map(({ key }) => key)).size).toBe(pageKeys.length);
});

test("a key that the browser or a part of the page has use for is left to it, and so is one that is held", () => {
  expect(actionOf({ ...press, key: "p" })).toEqual({ type: "pause" });
  for (const taken of ["ctrlKey", "metaKey", "altKey", "repeat", "defaultPrevented"]) {
    expect(actionOf({ ...press, [taken]: true, key: "p" })).toBeNull();
  }
  expect(actionOf({ ...press, key: "x" })).toBeNull();
});
