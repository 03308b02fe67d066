import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScreenLock } from "./screen-lock.ts";

/** Answers of the browser to come, the oldest first; null refuses. */
let answers: (EventTarget | null)[] = [];
const released: EventTarget[] = [];

class FakeSentinel extends EventTarget {
  async release(): Promise<void> {
    released.push(this);
  }
}

async function request(): Promise<EventTarget> {
  const answer = answers.shift() ?? null;
  if (answer === null) throw new DOMException("low battery", "NotAllowedError");
  return answer;
}

beforeEach(() => {
  released.length = 0;
  Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
});
afterEach(() => {
  // What the prototype has shows again.
  Reflect.deleteProperty(navigator, "wakeLock");
});

function wantedLock() {
  const lock = new ScreenLock();
  const changed = vi.fn();
  lock.listen(changed);
  lock.wantScreen(true);
  return { lock, changed };
}

test("a screen is held while it is wanted, and given free afterwards", async () => {
  const sentinel = new FakeSentinel();
  answers = [sentinel];
  const { lock, changed } = wantedLock();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  expect(lock.state).toBe("held");
  lock.wantScreen(false);
  expect(lock.state).toBe("off");
  expect(released).toEqual([sentinel]);
});

test("a browser that refuses lets the screen sleep, and is asked again when the page is looked at again", async () => {
  answers = [null, new FakeSentinel()];
  const { lock, changed } = wantedLock();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  expect(lock.state).toBe("may-sleep");
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
  expect(lock.state).toBe("held");
  lock.wantScreen(false);
});

test("a lock that the browser takes away from a page in sight lets the screen sleep", async () => {
  const sentinel = new FakeSentinel();
  answers = [sentinel];
  const { lock, changed } = wantedLock();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
  sentinel.dispatchEvent(new Event("release"));
  expect(lock.state).toBe("may-sleep");
  expect(changed).toHaveBeenCalledTimes(2);
  lock.wantScreen(false);
});

test("a lock that comes when it is not wanted any more is given free at once", async () => {
  const sentinel = new FakeSentinel();
  answers = [sentinel];
  const { lock, changed } = wantedLock();
  lock.wantScreen(false);
  await vi.waitFor(() => expect(released).toEqual([sentinel]));
  expect(changed).not.toHaveBeenCalled();
});
