import { expect, test } from "vitest";
import { LossyCalls, type Plant } from "./lossy-calls.ts";

const seeds = 300;
/** As many as the simulation of rooms may take for each of its planted bugs. */
const plantedSeeds = 1_000;

function firstFinding(plant: Plant, most: number): string | null {
  for (let seed = 1; seed <= most; seed += 1) {
    const [finding] = new LossyCalls(seed, plant).findings();
    if (finding !== undefined) return `seed ${seed}: ${finding}`;
  }
  return null;
}

test(`over links that delay, double and lose, each item is given once, a lock is held once, nobody waits for the dead: ${seeds} seeds`, () => {
  expect(firstFinding({}, seeds)).toBe(null);
});

const planted: Readonly<Record<string, Plant>> = {
  "doubled calls are done twice": {
    change: (event, { callers }) => {
      const caller = event.type === "called" ? callers.get(event.caller) : undefined;
      if (event.type === "called" && caller !== undefined) caller.newest = Math.min(caller.newest, event.number - 1);
      return event;
    },
  },
  "late calls of callers that have ended are done": {
    change: (event, { endedCallers }) => {
      if (event.type === "called") endedCallers.clear();
      return event;
    },
  },
  "the home is not told that a caller is lost": {
    change: (event) => (event.type === "caller-ended" && event.how === "lost" ? null : event),
  },
  "a lost caller is taken for one that is done": {
    change: (event) => (event.type === "caller-ended" ? { ...event, how: "done" } : event),
  },
  "a caller that is done is taken for a lost one": {
    change: (event) => (event.type === "caller-ended" ? { ...event, how: "lost" } : event),
  },
  "an answer counts as received before it has arrived": {
    change: (event) => (event.type === "called" ? { ...event, received: event.received + 1 } : event),
  },
  "alarms do not ring": {
    change: (event) => (event.type === "alarm-rang" ? null : event),
  },
  "messages overtake each other": { isUnordered: true },
  "an answer that comes twice counts as two": { countsDoubles: true },
};

test.each(Object.entries(planted))("a planted bug is found: %s", (_name, plant) => {
  expect(firstFinding(plant, plantedSeeds)).not.toBe(null);
});
