import { expect, test } from "vitest";
import { swallowStrayErrors, removeNames } from "./confine.ts";

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
