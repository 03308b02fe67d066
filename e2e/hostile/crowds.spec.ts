import { VolunteerActor } from "../actors/volunteer.ts";
import { test } from "./fixtures.ts";

test("a hundred and twenty dials that never prove anything keep no newcomer out", async ({
  coordinator,
  liars,
  newPage,
  server,
}) => {
  await liars.page.evaluate(
    (link) => {
      // Most of them wait in line until they give up.
      for (let dial = 0; dial < 120; dial += 1)
        globalThis.liars
          .create(link)
          .dial()
          .catch(() => {});
    },
    await coordinator.joinLink(server.origin),
  );
  const newcomer = new VolunteerActor(await newPage("laptop"), "laptop");
  await newcomer.join(await coordinator.joinLink(server.origin));
  await newcomer.expectIn();
  await coordinator.start({ Count: 3, "Shortest sleep": 0, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
});
