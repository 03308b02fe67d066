import type { Page } from "@playwright/test";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const quick = { Count: 8, "Shortest sleep": 0, "Longest sleep": 0 };

/** Records everything that the page writes into its console from now on. */
function linesOf(page: Page): string[] {
  const lines: string[] = [];
  page.on("console", (message) => lines.push(`${message.type()}: ${message.text()}`));
  return lines;
}

test("a volunteer writes one line into its console, about its sandbox's own test, however many slots and jobs it has", async ({
  coordinator,
  newPage,
  server,
}) => {
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  const lines = linesOf(volunteer.page);
  const ofCoordinator = linesOf(coordinator.page);
  await volunteer.join(await coordinator.joinLink(server.origin), 4);
  for (const count of [8, 9]) {
    await coordinator.start({ ...quick, Count: count });
    await coordinator.expectEachResultOnce(count);
  }
  expect(lines).toEqual([expect.stringMatching(/^error: Loading the image 'data:image\/gif;name=sandbox-self-test;/)]);
  expect(ofCoordinator).toEqual([]);
});

test("a coordinator that helps writes the same line, and one that only coordinates writes none", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const lines = linesOf(coordinator.page);
  await coordinator.open(server.origin);
  expect(lines).toEqual([]);
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(8);
  expect(lines).toEqual([expect.stringContaining("sandbox-self-test")]);
});
