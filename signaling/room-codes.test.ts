import { expect, test } from "vitest";
import { isRoomCode, type RoomCode } from "../web/core/ids.ts";
import { standardLimits } from "./limits.ts";
import { RoomCodes, type Holder } from "./room-codes.ts";

const digits = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

const holder = (number: number): Holder => ({ peer: `tp-${number}`, token: "token" });

/** One of 31³ codes. */
function codeOf(number: number): RoomCode {
  const digit = (place: number): string => digits[Math.floor(number / 31 ** place) % 31] ?? "";
  const code = `AAA${digit(2)}${digit(1)}${digit(0)}`;
  if (!isRoomCode(code)) throw new Error(code);
  return code;
}

/** `present` rooms whose coordinators are there, before and after `away` rooms whose coordinators have gone, one a millisecond. */
function fullRooms(
  present: number,
  away: number,
): { readonly rooms: RoomCodes; readonly claim: (number: number) => string } {
  let clock = 0;
  const rooms = new RoomCodes({ ...standardLimits, rooms: present + away }, () => clock);
  const claim = (number: number): string => rooms.claimCode(codeOf(number), holder(number), null);
  for (let number = 0; number < present + away; number++) claim(number);
  for (let number = present; number < present + away; number++) {
    clock++;
    rooms.notePresence(holder(number), false);
  }
  return { rooms, claim };
}

test("where there is no place, the room whose coordinator has been away the longest makes one", () => {
  const { rooms, claim } = fullRooms(1, 2);
  expect(claim(10)).toBe("claimed");
  expect([0, 1, 2, 10].map((number) => rooms.stateOf(codeOf(number)))).toEqual(["open", null, "away", "open"]);
  expect(claim(11)).toBe("claimed");
  expect(rooms.stateOf(codeOf(2))).toBe(null);
  expect(claim(12)).toBe("full");
  expect(rooms.stateOf(codeOf(0))).toBe("open");
});

test("a coordinator that was back in between counts from its last leaving", () => {
  const { rooms, claim } = fullRooms(0, 2);
  rooms.notePresence(holder(0), true);
  rooms.notePresence(holder(0), false);
  claim(10);
  expect([0, 1].map((number) => rooms.stateOf(codeOf(number)))).toEqual(["away", null]);
});

test("one that claims anew a code it holds, or one that has come free, takes nobody's place", () => {
  const { rooms, claim } = fullRooms(1, 1);
  expect(claim(0)).toBe("claimed");
  expect(rooms.stateOf(codeOf(1))).toBe("away");
});

test("12,000 rooms whose coordinators went at once lock nobody out", () => {
  const { rooms, claim } = fullRooms(0, standardLimits.rooms);
  for (let number = 10_000; number < 12_000; number++) {
    expect(claim(number)).toBe("claimed");
    rooms.notePresence(holder(number), false);
  }
  expect(claim(12_000)).toBe("claimed");
  expect(rooms.size).toBe(standardLimits.rooms);
  expect(rooms.stateOf(codeOf(12_000))).toBe("open");
});
