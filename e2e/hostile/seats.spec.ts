import { openOtherNetwork } from "../actors/other-network.ts";
import { Liars } from "./actors/liar.ts";
import { expect, test } from "./fixtures.ts";

test.use({ trustProxies: ["127.0.0.1"] });

const networkSeats = 3;

test("one page that takes all seats which its network may have, with 256 slots each and no answer, keeps neither others out nor a job from its end", async ({
  coordinator,
  newPage,
  server,
  volunteers,
}) => {
  const asked = `seats=${networkSeats + 2}&network-seats=${networkSeats}`;
  await coordinator.open(server.origin, `?${asked}`);
  // A reload is to have them, too.
  await expect(coordinator.page).toHaveURL(new RegExp(asked));
  const network = await openOtherNetwork(server.origin, "203.0.113.9");
  const joinLink = await coordinator.joinLink(server.origin);
  const liars = await Liars.open(await newPage("liars"), network.origin, joinLink);
  const holders = await Promise.all(Array.from({ length: networkSeats }, () => liars.enter(undefined, { slots: 256 })));
  for (const { client } of holders) {
    await client.evaluate((holder) => {
      setInterval(() => holder.beat(), 500);
    });
  }
  for (let time = 0; time < networkSeats; time += 1) {
    const another = await liars.create();
    expect(await another.enter()).toBe(false);
    expect(await another.end()).toBe("broke-rules: network-full");
  }
  const line = `A volunteer was turned away: its network has all seats that one may have (${networkSeats} times)`;
  await expect(coordinator.log).toContainText(line);

  // The last two seats.
  await volunteers(2, 2);
  await coordinator.start({ Count: 14, "Shortest sleep": 0, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(14);
  for (const { volunteer } of await coordinator.rows()) expect(volunteer).toMatch(/^laptop-/);
  // Nothing waited until what they hold was taken from them.
  await expect(coordinator.log).not.toContainText("its lease ended");
  network.close();
});
