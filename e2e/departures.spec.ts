import { VolunteerActor } from "./actors/volunteer.ts";
import { renderersOf } from "./chaos/renderers.ts";
import { removeWebRtc } from "./actors/without-webrtc.ts";
import { serverAway } from "./expected-noise.ts";
import { expect, places, test } from "./room-fixtures.ts";

const slowTen = { Count: 10, "Shortest sleep": 1, "Longest sleep": 1 };

/** Why a volunteer is missed. Node hears of no interruption of a path, and of its end after some 15 s of silence. */
const missed = {
  "a page": /its path is interrupted, and nothing was heard for/,
  Node: /no path to the other side any more|PeerJS has given the connection up/,
} as const;

for (const place of places) {
  test.describe(`with a coordinator in ${place}`, () => {
    test.use({ place });

    test("who closes its tab or leaves in the middle says so, hands over what is finished, and no result is lost [P3] [P4]", async ({
      room,
      volunteers,
    }) => {
      const [closing, staying] = await volunteers(2);
      if (closing === undefined || staying === undefined) throw new Error("nobody is here");

      await test.step("a tab that is closed", async () => {
        await room.start(slowTen);
        await closing.waitForTask();
        await closing.page.close({ runBeforeUnload: true });
        await room.expectGone("laptop-1", "it was stopped, or its page was closed");
        await room.expectSaid(/taken back from laptop-1/);
        await room.expectEachResultOnce(10);
      });

      await test.step("a volunteer that leaves", async () => {
        await volunteers(1);
        await room.start(slowTen);
        await staying.waitForTask();
        await staying.button("Leave").click();
        await expect(staying.heading).toHaveText(/^You have left room/);
        await room.expectGone("laptop-2", "left");
        await room.expectEachResultOnce(10);
      });
    });

    test("who is killed or stopped is missed long before its path has failed, and others get its tasks; who goes on comes back with what it has [P3] [P4]", async ({
      room,
      volunteers,
    }) => {
      const all = await volunteers(4);
      // Long enough that the volunteer without work gets no second copy of them.
      await room.start({ Count: 3, "Shortest sleep": 8, "Longest sleep": 8 });
      await expect.poll(async () => (await room.counts())["Leased"]).toBe(3);
      const holders = (await room.rows()).map((row) => row["volunteer"]);
      const [dying, stopping] = holders.map((name) => all.find((actor) => actor.name === name));
      if (dying === undefined || stopping === undefined) throw new Error("nobody has the tasks");
      const { page: renderer } = await renderersOf(stopping.page);
      process.kill(renderer, "SIGSTOP");
      try {
        await dying.kill();
        for (const { name } of [dying, stopping]) await room.expectGone(name, missed[place]);
      } finally {
        process.kill(renderer, "SIGCONT");
      }
      await room.expectBack([stopping.name]);
      await room.expectEachResultOnce(3);
      // Its slot went on while its page was frozen, and was done before the tasks that were started again.
      const rows = await room.rows();
      if (place === "a page") expect(rows.map((row) => row["volunteer"])).toContain(stopping.name);
    });

    test("a volunteer whose link breaks comes back by itself with what it has finished [P3] [P4]", async ({
      room,
      newPage,
      server,
    }) => {
      const page = await newPage("unlucky");
      await page.addInitScript(() => {
        const opened: RTCPeerConnection[] = [];
        const Native = RTCPeerConnection;
        globalThis.RTCPeerConnection = class extends Native {
          constructor(configuration?: RTCConfiguration) {
            super(configuration);
            opened.push(this);
          }
        };
        addEventListener("break-links", () => {
          for (const connection of opened.splice(0)) connection.close();
        });
      });
      const unlucky = new VolunteerActor(page, "unlucky");
      await unlucky.join(await room.joinLink(server.origin), 2);
      await room.start({ ...slowTen, Count: 6 });
      await unlucky.waitForTask();
      await page.evaluate(() => dispatchEvent(new Event("break-links")));
      await expect(page.getByText("The link to the coordinator was lost.")).toBeVisible();
      await expect(page.getByText("The link to the coordinator was lost.")).toBeHidden();
      await room.expectEachResultOnce(6);
      await room.expectBack(["unlucky"]);
      expect((await room.saidLines()).filter((line) => line.startsWith("unlucky joined with"))).toHaveLength(2);
    });

    test("the signaling server restarts in the middle: open links go on, and newcomers find the room again [P3]", async ({
      room,
      volunteers,
      server,
      expectedNoise,
    }) => {
      expectedNoise.push(serverAway);
      await volunteers(1);
      await room.start(slowTen);
      await room.waitForDone(1);
      await server.stop();
      await room.expectReachable(false);
      await room.waitForDone(3);
      await server.start();
      await room.expectReachable(true);
      await volunteers(1);
      await room.expectEachResultOnce(10);
    });
  });
  test.describe(`where links pass the server, with a coordinator in ${place}`, () => {
    test.use({ place, relays: true });

    test("[P5] a task that three volunteers were killed with fails, and says why", async ({
      room,
      newPage,
      server,
    }) => {
      const link = await room.joinLink(server.origin);
      await room.startOver("export default () => new Promise(() => {});", 1, { "Time limit": 3_600 });
      for (const name of ["first", "second", "third"]) {
        const dying = new VolunteerActor(await newPage(name), name);
        await removeWebRtc(dying.page);
        await dying.join(link);
        await expect.poll(async () => (await room.rows()).map((row) => row["volunteer"])).toEqual([name]);
        await expect(dying.page.locator(".slot-busy")).toHaveCount(1);
        await dying.kill();
        await room.expectGone(name, "");
      }
      await expect.poll(() => room.counts()).toEqual({ Done: 0, Failed: 1, Leased: 0, Pending: 0, Total: 1 });
      const [row] = await room.rows();
      expect(row?.["result"]).toContain("no volunteer that had this task in hand has brought a result of it");
    });
  });
}
