import { NodeProcess } from "./actors/node-process.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";
import { serverAway } from "./expected-noise.ts";

const count = 200;

function addressIn(line: unknown): { readonly link: URL; readonly code: string } {
  const { link, code } = { link: null, code: null, ...Object(line) };
  return { link: new URL(String(link)), code: String(code) };
}

test("tabs join a room in a Node process by its link and by its code, and compute all tasks once, though one of them goes", async ({
  newPage,
  expectedNoise,
}) => {
  // The room is closed and its process gone before the last tab is.
  expectedNoise.push(serverAway);
  const room = await NodeProcess.start("squares");
  try {
    await expect.poll(() => room.lines.length).toBeGreaterThan(0);
    const { link, code } = addressIn(room.lines[0]);
    // Links name an address of the network; the machine has it, and its name for itself is of no other meaning here.
    link.hostname = "localhost";
    const first = new VolunteerActor(await newPage("by link"), "by link");
    await first.join(link.href, 2);
    const second = new VolunteerActor(await newPage("by code"), "by code");
    await second.join(`${link.origin}/worker?room=${code}`, 2);
    for (const tab of [first, second]) await expect.poll(() => tab.figure("Done")).not.toBe("0");
    // The room is open until then, and both are in it, however busy the machine is.
    room.endInput();
    await expect.poll(() => room.lines.length).toBeGreaterThan(1 + count / 2);
    await first.page.close();
    expect(await room.ended).toBe(0);
    const squares = room.lines.slice(1).toSorted((a, b) => Number(Object(a)[0]) - Number(Object(b)[0]));
    expect(squares).toEqual(Array.from({ length: count }, (_, n) => [n, n * n]));
  } finally {
    room.kill();
  }
});

test("a process in a tab calls a queue in a Node process, and what it holds is free once the tab is gone", async ({
  newPage,
  expectedNoise,
}) => {
  expectedNoise.push(serverAway);
  const program = await NodeProcess.start("questions");
  try {
    await expect.poll(() => program.lines.length).toBeGreaterThan(0);
    const { link } = addressIn(program.lines[0]);
    link.hostname = "localhost";
    const tab = new VolunteerActor(await newPage("tab"), "tab");
    await tab.join(link.href, 1);
    await expect.poll(() => program.lines.slice(1)).toEqual([[4, 9], 0, false]);
    await tab.page.close();
    expect(await program.ended).toBe(0);
    expect(program.lines.slice(4)).toEqual([[-9, true, "lost"]]);
  } finally {
    program.kill();
  }
});
