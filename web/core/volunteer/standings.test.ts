import { describe, expect, test } from "vitest";
import { facts, sampleHash, situation, type Consequence, type FactName } from "./testing/situations.ts";
import type { Standing } from "./state.ts";

type Row = Readonly<Record<FactName, Consequence>>;

const nothing = (after: Standing["type"]): Consequence => ({ does: "changes nothing", orders: [], after, kept: 1 });

/** At 1 s; present since 0 with a heartbeat every 5 s, leaving since 1 s with a farewell of 2 s at most. */
const consequences: Readonly<Record<Standing["type"], Row>> = {
  apart: {
    "a link that opens": { does: "leads to a join", orders: ["say join with 2 slots"], after: "joining", kept: 1 },
    "a welcome": nothing("apart"),
    "a job": nothing("apart"),
    "a job with a blob": nothing("apart"),
    "a piece of a blob": nothing("apart"),
    "a batch": nothing("apart"),
    "credit for calls": nothing("apart"),
    "a recall": nothing("apart"),
    "a commit": nothing("apart"),
    "the close of a job": nothing("apart"),
    "a heartbeat": nothing("apart"),
    "a goodbye": nothing("apart"),
    "the link's end": nothing("apart"),
    "a slot that is ready": nothing("apart"),
    "an answer of a run": { does: "is kept", orders: [], after: "apart", kept: 2 },
    "a run that ends early": nothing("apart"),
    "another number of slots": { does: "is obeyed", orders: ["resize to 3"], after: "apart", kept: 1 },
    "a pause": nothing("apart"),
    "a resumption": nothing("apart"),
    "the wish to leave": { does: "is granted", orders: ["close-link: leaving"], after: "apart", kept: 1 },
    "an alarm": nothing("apart"),
  },
  joining: {
    "a link that opens": {
      does: "leads to another join",
      orders: ["say join with 2 slots"],
      after: "joining",
      kept: 1,
    },
    "a welcome": {
      does: "makes it present, has the job that it still computes named and the kept parcel offered",
      orders: ["welcomed as 7", "say equipped for job 1", "say offer 1 of lease 1: 9", "alarm at 6000"],
      after: "present",
      kept: 1,
    },
    "a job": nothing("joining"),
    "a job with a blob": nothing("joining"),
    "a piece of a blob": nothing("joining"),
    "a batch": nothing("joining"),
    "credit for calls": nothing("joining"),
    "a recall": nothing("joining"),
    "a commit": nothing("joining"),
    "the close of a job": nothing("joining"),
    "a heartbeat": nothing("joining"),
    "a goodbye": { does: "is obeyed", orders: ["close-link: broke-rules"], after: "apart", kept: 1 },
    "the link's end": { does: "sets it apart", orders: [], after: "apart", kept: 1 },
    "a slot that is ready": nothing("joining"),
    "an answer of a run": { does: "is kept", orders: [], after: "joining", kept: 2 },
    "a run that ends early": nothing("joining"),
    "another number of slots": { does: "is obeyed", orders: ["resize to 3"], after: "joining", kept: 1 },
    "a pause": nothing("joining"),
    "a resumption": nothing("joining"),
    "the wish to leave": { does: "is granted", orders: ["close-link: leaving"], after: "apart", kept: 1 },
    "an alarm": nothing("joining"),
  },
  present: {
    "a link that opens": {
      does: "takes the place of the one before",
      orders: ["say join with 2 slots", "no alarm"],
      after: "joining",
      kept: 1,
    },
    "a welcome": nothing("present"),
    "a job": { does: "is opened", orders: ["open-job 2"], after: "present", kept: 1 },
    "a job with a blob": {
      does: "has the blob asked for",
      orders: [`say blob-wanted ${sampleHash} from 0`],
      after: "present",
      kept: 1,
    },
    "a piece of a blob": {
      does: "opens the job that waits for it",
      orders: ["open-job 4", "say equipped for job 4"],
      after: "present",
      kept: 1,
    },
    "a batch": { does: "waits behind the one before", orders: [], after: "present", kept: 1 },
    "credit for calls": nothing("present"),
    "a recall": {
      does: "is given what has not been started",
      orders: ["say returned of lease 2: 1 2"],
      after: "present",
      kept: 1,
    },
    "a commit": { does: "has the parcel forgotten", orders: ["forgotten 1"], after: "present", kept: 0 },
    "the close of a job": {
      does: "drops everything of it",
      orders: ["close-job 1"],
      after: "present",
      kept: 0,
    },
    "a heartbeat": nothing("present"),
    "a goodbye": {
      does: "is obeyed",
      orders: ["close-link: broke-rules", "no alarm"],
      after: "apart",
      kept: 1,
    },
    "the link's end": { does: "sets it apart", orders: ["no alarm"], after: "apart", kept: 1 },
    "a slot that is ready": { does: "gets a run", orders: ["run 3 in slot 1: 1"], after: "present", kept: 1 },
    "an answer of a run": {
      does: "is sent and kept",
      orders: ["say results 2 of lease 2: 0"],
      after: "present",
      kept: 2,
    },
    "a run that ends early": {
      does: "goes back, and the slot gets the next run",
      orders: ["say returned of lease 2: 0", "run 3 in slot 0: 1"],
      after: "present",
      kept: 1,
    },
    "another number of slots": {
      does: "is obeyed and said",
      orders: ["resize to 3", "say limits 3 slots"],
      after: "present",
      kept: 1,
    },
    "a pause": {
      does: "is said, and what waits goes back",
      orders: ["say limits 2 slots, paused", "say returned of lease 2: 1 2"],
      after: "present",
      kept: 1,
    },
    "a resumption": { does: "is said", orders: ["say limits 2 slots"], after: "present", kept: 1 },
    "the wish to leave": {
      does: "is said as a pause, gives back what waits and begins the farewell",
      orders: ["say limits 2 slots, paused", "say returned of lease 2: 1 2", "alarm at 3000"],
      after: "leaving",
      kept: 1,
    },
    "an alarm": {
      does: "leads to a heartbeat",
      orders: ["say heartbeat for leases 2", "alarm at 10000"],
      after: "present",
      kept: 1,
    },
  },
  leaving: {
    "a link that opens": {
      does: "comes too late",
      orders: ["close-link: leaving", "no alarm"],
      after: "apart",
      kept: 1,
    },
    "a welcome": nothing("leaving"),
    "a job": { does: "is opened for nothing", orders: ["open-job 2"], after: "leaving", kept: 1 },
    "a job with a blob": {
      does: "has the blob asked for in vain",
      orders: [`say blob-wanted ${sampleHash} from 0`],
      after: "leaving",
      kept: 1,
    },
    "a piece of a blob": {
      does: "opens its job for nothing",
      orders: ["open-job 4", "say equipped for job 4"],
      after: "leaving",
      kept: 1,
    },
    "a batch": { does: "goes back whole", orders: ["say returned of lease 3: 5"], after: "leaving", kept: 1 },
    "credit for calls": nothing("leaving"),
    "a recall": {
      does: "is answered with nothing",
      orders: ["say returned of lease 2: nothing"],
      after: "leaving",
      kept: 1,
    },
    "a commit": {
      does: "of the last parcel ends the farewell",
      orders: ["forgotten 1", "say goodbye", "close-link: leaving", "no alarm"],
      after: "apart",
      kept: 0,
    },
    "the close of a job": {
      does: "with all that is kept ends the farewell",
      orders: ["close-job 1", "say goodbye", "close-link: leaving", "no alarm"],
      after: "apart",
      kept: 0,
    },
    "a heartbeat": nothing("leaving"),
    "a goodbye": {
      does: "ends the farewell",
      orders: ["close-link: leaving", "no alarm"],
      after: "apart",
      kept: 1,
    },
    "the link's end": {
      does: "ends the farewell",
      orders: ["close-link: leaving", "no alarm"],
      after: "apart",
      kept: 1,
    },
    "a slot that is ready": nothing("leaving"),
    "an answer of a run": {
      does: "is still sent",
      orders: ["say results 2 of lease 2: 0"],
      after: "leaving",
      kept: 2,
    },
    "a run that ends early": {
      does: "goes back, and nothing else starts",
      orders: ["say returned of lease 2: 0"],
      after: "leaving",
      kept: 1,
    },
    "another number of slots": { does: "is obeyed", orders: ["resize to 3"], after: "leaving", kept: 1 },
    "a pause": nothing("leaving"),
    "a resumption": nothing("leaving"),
    "the wish to leave": nothing("leaving"),
    "an alarm": {
      does: "at its end leads to the goodbye, whatever is not on record",
      orders: ["say goodbye", "close-link: leaving"],
      after: "apart",
      kept: 1,
    },
  },
};

function isFactName(name: string): name is FactName {
  return Object.hasOwn(facts, name);
}

const standings = ["apart", "joining", "present", "leaving"] as const;

for (const standing of standings) {
  describe(`while ${standing},`, () => {
    for (const [name, { does, orders, after, kept }] of Object.entries(consequences[standing])) {
      test(`${name} ${does}`, () => {
        if (!isFactName(name)) throw new Error(`${name} is no fact`);
        const rig = situation(standing);
        expect(rig.machine.standing.type).toBe(standing);
        if (name === "an alarm") rig.now = rig.machine.alarmAt ?? rig.now;
        expect(rig.tell(facts[name])).toEqual(orders);
        expect(rig.machine.standing.type).toBe(after);
        expect(rig.machine.parcels.size).toBe(kept);
      });
    }
  });
}
