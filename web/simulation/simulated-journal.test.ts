import { expect, test } from "vitest";
import { volunteerId } from "../core/ids.ts";
import { sampleRoom, sampleTab } from "../journal/testing/samples.ts";
import { Dice } from "./dice.ts";
import { SimulatedDatabase } from "./simulated-journal.ts";
import { SimulatedPage } from "./simulated-page.ts";
import { Timeline } from "./timeline.ts";

test("what a page writes is on record in its order, though it waits for no answer", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 0);
  const recorded: number[] = [];
  const database = new SimulatedDatabase(timeline, new Dice(1), {
    recorded: (_page, _writer, entries) => {
      for (const entry of entries) if (entry.type === "volunteer-known") recorded.push(entry.id);
    },
    missed: () => {},
    superseded: () => {},
  });
  const later = async <Value>(answer: Promise<Value>): Promise<Value> => {
    await timeline.run(timeline.now + 1_000, () => false);
    return answer;
  };
  const { journal } = await later(database.journalsOf(page).openJournal());
  const room = sampleRoom();
  await later(journal.addRoom(room));
  const begun = await later(journal.begin(room.id, 2));
  if (begun.type !== "begun") throw new Error(`the room is ${begun.type}`);
  const written = Array.from({ length: 20 }, (_, nth) => nth + 1);
  const outcomes = written.map(async (number) => {
    const volunteer = { id: volunteerId(number), tab: sampleTab(number), name: "laptop" };
    return journal.write(room.id, begun.room.epoch, [{ type: "volunteer-known", ...volunteer }], "relaxed");
  });
  expect(await later(Promise.all(outcomes))).toEqual(written.map(() => ({ type: "written" })));
  expect(recorded).toEqual(written);
});
