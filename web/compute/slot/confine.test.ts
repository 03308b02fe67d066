import { expect, test } from "vitest";
import { confineCanvas, keepNames, removeNames, swallowStrayErrors } from "./confine.ts";

test("a name is gone from the object and from all that it inherits from", () => {
  const root = { secret: 1, other: 2 };
  const parent = Object.create(root, { secret: { value: 2, configurable: true } });
  const global: object = Object.create(parent, { secret: { value: 3, configurable: true } });
  removeNames(global, ["secret", "absent"]);
  expect("secret" in global).toBe(false);
  expect(global).toHaveProperty("other", 2);
});

test("what cannot be deleted is emptied", () => {
  const global: object = Object.create(null, { secret: { value: 3, writable: true } });
  removeNames(global, ["secret"]);
  expect(global).toHaveProperty("secret", undefined);
});

test("only the kept names are left of an object and of what it inherits from, and nothing else loses any", () => {
  const parent: object = Object.create(Object.prototype, { gpu: { get: () => 1, configurable: true } });
  const object: object = Object.create(parent, {
    language: { value: "en", configurable: true },
    usb: { value: 2, configurable: true },
  });
  keepNames(object, ["language"]);
  expect("gpu" in object).toBe(false);
  expect("usb" in object).toBe(false);
  expect(object).toHaveProperty("language", "en");
  expect("toString" in object).toBe(true);
});

test("a canvas gives the contexts that its Worker draws, and no other, whatever names it", () => {
  const asked: unknown[][] = [];
  const canvas = { getContext: (...given: unknown[]): unknown => (asked.push(given), "context") };
  const { getContext } = canvas;
  confineCanvas(canvas);
  expect(canvas.getContext).not.toBe(getContext);
  let times = 0;
  const otherEachTime = { toString: () => ((times += 1) === 1 ? "2d" : "webgl") };
  expect(canvas.getContext("2d", { alpha: false, willReadFrequently: false })).toBe("context");
  expect(canvas.getContext("bitmaprenderer")).toBe("context");
  expect(canvas.getContext(otherEachTime)).toBe("context");
  for (const kind of ["webgl", "webgl2", "experimental-webgl", "webgpu", "WEBGL"]) {
    expect(canvas.getContext(kind)).toBeNull();
  }
  expect(asked).toEqual([
    ["2d", { alpha: false, willReadFrequently: true }],
    ["bitmaprenderer"],
    ["2d", { willReadFrequently: true }],
  ]);
});

test("a stray error reaches no handler of the task", () => {
  const target = new EventTarget();
  let heard = 0;
  swallowStrayErrors(target);
  for (const capture of [true, false]) target.addEventListener("error", () => (heard += 1), { capture });
  target.dispatchEvent(new Event("error", { cancelable: true }));
  expect(heard).toBe(0);
});

test("a stray error goes no further, even when task code replaces what stops it", () => {
  const target = new EventTarget();
  swallowStrayErrors(target);
  // oxlint-disable-next-line typescript/unbound-method -- put back below
  const { preventDefault } = Event.prototype;
  try {
    Event.prototype.preventDefault = () => {};
    const passedOn = target.dispatchEvent(new Event("error", { cancelable: true }));
    expect(passedOn).toBe(false);
  } finally {
    Event.prototype.preventDefault = preventDefault;
  }
});
