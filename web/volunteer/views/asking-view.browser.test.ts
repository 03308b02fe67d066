import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { isRoomCode } from "../../core/ids.ts";
import type { VolunteerIdentity } from "../../membership/membership.ts";
import { AskingView } from "./asking-view.tsx";

const room = "ABC234";
if (!isRoomCode(room)) throw new Error("not a room code");
const joined: VolunteerIdentity[] = [];
let place: HTMLElement;
let root: Root;

beforeEach(() => {
  joined.length = 0;
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
  const props = {
    room,
    slots: { smallest: 1, largest: 4, preset: 1, cores: 4 },
    device: "phone",
    identity: { name: "Ada", slots: 1 },
    hasKey: true,
    onJoin: (identity: VolunteerIdentity) => joined.push(identity),
  } as const;
  flushSync(() => root.render(createElement(AskingView, props)));
});
afterEach(() => {
  flushSync(() => root.unmount());
  place.remove();
});

function button(name: string): HTMLButtonElement {
  const found = Array.from(place.querySelectorAll("button")).find(({ textContent }) => textContent === name);
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

test("another name is two other words at each click, can be changed, and is the one to join by", async () => {
  const field = place.querySelector("input");
  if (field === null) throw new Error("no field");
  let before = field.value.split(" ");
  for (let clicks = 0; clicks < 20; clicks += 1) {
    await userEvent.click(button("Another name"));
    const words = field.value.split(" ");
    expect(words).toHaveLength(2);
    expect(words.filter((word) => before.includes(word))).toEqual([]);
    before = words;
  }
  expect(document.activeElement).toBe(button("Another name"));
  await userEvent.type(field, " 3");
  await userEvent.click(button("Join"));
  expect(joined).toEqual([{ name: `${before.join(" ")} 3`, slots: 1 }]);
});
