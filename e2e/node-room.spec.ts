import { NodeProcess } from "./actors/node-process.ts";
import { wireVersion } from "../web/core/wire/messages.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { serverAway } from "./expected-noise.ts";
import { NodeRoom } from "./actors/node-room.ts";
import { rewriteFrames } from "./actors/rewritten-frames.ts";
import { expect, test } from "./room-fixtures.ts";

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

test("a room in Node is full at its last seat, is entered by its link alone where it lends no secret, and those whom it sends away or who come with a wrong key or another version stay out", async ({
  processes,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 40[34]/);
  const room = await NodeRoom.open(server.origin, 2);
  processes.push(room);
  const link = await room.joinLink(server.origin);
  const joining = (name: string): string => link.replace("#", `&autojoin=1&name=${name}#`);
  const first = new VolunteerActor(await newPage("first"), "first");
  await first.join(link);

  const old = await newPage("old");
  // As a page that was loaded from an earlier server.
  await rewriteFrames(old, `"version":${wireVersion},`, `"version":${wireVersion - 1},`);
  await old.goto(joining("old"));
  await expect(
    old.getByRole("heading", { name: "This page and the coordinator have different versions" }),
  ).toBeVisible();

  const other = await newPage("other");
  await other.goto(joining("other").replace(/#.*/, "#AAAAAAAAAAAAAAAAAAAAAA"));
  await expect(other.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
  await room.lendSecret(false);
  await expect(async () => {
    await other.goto(`${server.origin}/worker?room=${await room.roomCode()}`);
    await expect(other.getByRole("heading", { name: "This room is joined by its link" })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();

  await new VolunteerActor(await newPage("second"), "second").join(link);
  await other.goto(joining("other"));
  await expect(other.getByRole("heading", { name: "The room is full" })).toBeVisible();
  await room.sendAway("first");
  await expect(first.heading).toHaveText("You were sent away");
  await first.page.reload();
  await expect(first.heading).toHaveText("You were sent away");
  await other.getByRole("button", { name: "Try again" }).click();
  await expect(other.getByRole("button", { name: "Leave", exact: true })).toBeVisible();
  await room.expectBack(["second", "other"]);
  await room.closeRoom();
  await expect(other.getByRole("heading", { name: /^Room .* is closed$/ })).toBeVisible();
});

async function rowsByTask(room: NodeRoom): Promise<Readonly<Record<string, string>>[]> {
  return (await room.rows()).toSorted((a, b) => Number(a["task"]) - Number(b["task"]));
}

test("[P1] [P7] [P9] a job of a room in Node grows by its source, a row that is no input and an input of 2 MB among the others, and is as it was when its process is killed and started again", async ({
  processes,
  newPage,
  server,
}) => {
  const room = await NodeRoom.open(server.origin);
  processes.push(room);
  const tab = new VolunteerActor(await newPage("laptop"), "laptop");
  await tab.join(await room.joinLink(server.origin), 2);
  await room.startGrowing("export default (input) => input.length ?? input ** 2;", [
    { type: "numbers", count: 20 },
    { type: "wrong row", text: "<20>" },
    { type: "text", characters: 2_000_000 },
    { type: "numbers", count: 2_000 },
  ]);
  await room.waitForDone(5);
  await room.restart();
  const counts = { Done: 2_021, Failed: 0, Leased: 0, Pending: 0, Skipped: 1, Total: 2_022 };
  await expect.poll(() => room.counts()).toEqual(counts);
  const results = [...Array.from({ length: 20 }, (_, n) => String(n * n)), "a row is no input", "2000000"].concat(
    Array.from({ length: 2_000 }, (_, n) => String(n * n)),
  );
  const expectRows = async (): Promise<void> => {
    // A first look has what is not in memory read from the file.
    await expect.poll(async () => (await rowsByTask(room)).map((row) => row["result"])).toEqual(results);
    expect((await rowsByTask(room))[20]).toMatchObject({ input: "<20>", state: "skipped" });
  };
  await expectRows();
  await room.restart();
  expect(await room.counts()).toEqual(counts);
  await expectRows();
});

test("tasks of a room in Node are given index, attempt, shared value and files, what they write to their console stands in its log, and large values come back whole", async ({
  processes,
  newPage,
  server,
}) => {
  const room = await NodeRoom.open(server.origin);
  processes.push(room);
  const tab = new VolunteerActor(await newPage("laptop"), "laptop");
  await tab.join(await room.joinLink(server.origin), 2);
  const source = `export default (n, task) => {
    const words = new TextDecoder().decode(task.file("words.txt")).split(" ");
    if (n === 1) console.error("but", { odd: true });
    return [task.index, task.attempt, task.shared.factor * n, words[n], "x".repeat(n * 1_000_000)];
  }`;
  await room.startTasks({
    source,
    count: 3,
    shared: { factor: 7, ballast: "y".repeat(2_000_000) },
    files: { "words.txt": "zero one two" },
  });
  expect(await room.values(3)).toEqual(
    ["zero", "one", "two"].map((word, n) => [n, 1, 7 * n, word, "x".repeat(n * 1_000_000)]),
  );
  await room.expectSaid('laptop, task 1: error: but {"odd": true}');
});
