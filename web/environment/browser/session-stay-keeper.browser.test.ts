import { afterEach, beforeEach, expect, test } from "vitest";
import { isRoomCode, isTabId, type TabId } from "../../core/ids.ts";
import type { KeptStay } from "../stay-keeper.ts";
import { sessionStayKeeper } from "./session-stay-keeper.ts";
import { holdTab } from "./held-tab-ids.ts";

function sampleTab(digit: string): TabId {
  const tab = digit.repeat(32);
  if (!isTabId(tab)) throw new Error(`no tab id: ${tab}`);
  return tab;
}

const room = "ABC234";
if (!isRoomCode(room)) throw new Error("no room code");
const keeper = sessionStayKeeper(room);
const stay: KeptStay = { tab: sampleTab("a"), name: "Ada", slots: 2, paused: false, wasIn: true, done: 5, failed: 0 };
const NativeChannel = globalThis.BroadcastChannel;

/** What is left of the page that kept the stay: its storage, and nobody who answers for it. */
function leaveThePage(): void {
  holdTab(sampleTab("b"));
}

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  globalThis.BroadcastChannel = NativeChannel;
});

test("a stay outlives its page, and not its end", async () => {
  expect(await keeper.read()).toBeNull();
  keeper.keep(stay);
  leaveThePage();
  expect(await keeper.read()).toEqual(stay);
  keeper.forget();
  expect(await keeper.read()).toBeNull();
});

test("a tab that was duplicated does not become the same volunteer, and forgets its copy", async () => {
  keeper.keep(stay);
  expect(await keeper.read()).toBeNull();
  leaveThePage();
  expect(await keeper.read()).toBeNull();
});

test("a browser without channels between its tabs keeps a stay all the same", async () => {
  Reflect.deleteProperty(globalThis, "BroadcastChannel");
  keeper.keep(stay);
  expect(await keeper.read()).toEqual(stay);
});
