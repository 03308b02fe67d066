import { describe, expect, test } from "vitest";
import { isAlive, readHolder, thisMachine, type Holder, type Machine } from "./lock-holder.ts";

/** One whose processes 1 and 5 run; that at 5 asks. */
const linux: Machine = {
  pid: 5,
  host: "here",
  boot: "second",
  bootedAt: 1_000_000,
  startedAt: 1_100_000,
  startOf: (pid) => ({ 1: "70", 5: "900" })[pid] ?? null,
  isRunning: (pid) => pid === 1 || pid === 5,
};

const other: Machine = { ...linux, boot: null, startOf: () => null };

const held: Holder = { pid: 1, host: "here", since: 1_050_000, boot: "second", started: "70" };

/** As a machine that does not tell has written it. */
const untold: Holder = { ...held, boot: null, started: null };

describe("a process that has a lock", () => {
  test.each<[string, Machine, Holder]>([
    ["runs since before it took it", linux, held],
    ["is this one", linux, { ...held, pid: 5, started: "900" }],
    [
      "runs on another machine, for all that is known here",
      linux,
      { ...held, host: "elsewhere", boot: "first", pid: 7 },
    ],
    ["runs on a system that hides its start from this one", { ...linux, startOf: () => null }, held],
    ["runs on a system that tells no starts", other, untold],
    ["is this one, on such a system", other, { ...untold, pid: 5, since: 1_100_000 }],
    [
      "took it before the system's start, as a clock that was set a little has it",
      other,
      { ...untold, since: 950_000 },
    ],
  ])("has it where it %s", (_, machine, holder) => {
    expect(isAlive(holder, machine)).toBe(true);
  });

  test.each<[string, Machine, Holder]>([
    ["has ended", linux, { ...held, pid: 7 }],
    ["has ended, and another one has its number", linux, { ...held, started: "60" }],
    ["has ended, and this one has its number, as in a container", linux, { ...held, pid: 5 }],
    ["ran before a reboot, and others have its number and its start", linux, { ...held, boot: "first" }],
    ["has ended on a system that tells no starts", other, { ...untold, pid: 7 }],
    ["ran there before a reboot", other, { ...untold, since: 900_000 }],
    ["ran there before this one, which has its number", other, { ...untold, pid: 5 }],
  ])("has it no more where it %s", (_, machine, holder) => {
    expect(isAlive(holder, machine)).toBe(false);
  });
});

test("this process runs on its machine, and one that is not there does not", () => {
  const machine = thisMachine();
  const { pid, host, boot } = machine;
  const own = { pid, host, since: Date.now(), boot, started: machine.startOf(pid) };
  expect(readHolder(JSON.stringify(own))).toEqual(own);
  expect(isAlive(own, machine)).toBe(true);
  expect(isAlive({ ...own, pid: 2 ** 30 }, machine)).toBe(false);
});

test.each([
  "",
  "{",
  "null",
  "[1]",
  '{"pid":1,"host":"here","since":1}',
  '{"pid":"1","host":"here","since":1,"boot":null,"started":null}',
])("%j names no process", (text) => {
  expect(readHolder(text)).toBeNull();
});
