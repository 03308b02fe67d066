import { describe, expect, test } from "vitest";
import { volunteerId } from "../../../core/ids.ts";
import type { VolunteerView } from "../../../room/store.ts";
import { areaOf, orderAfterPress, sortedRows, volunteerColumns, type VolunteerRow } from "./volunteer-rows.ts";

const steady: VolunteerView = {
  id: volunteerId(1),
  name: "laptop-1",
  device: "Chrome on Linux",
  slots: 2,
  paused: false,
  kind: "peer",
  link: "steady",
  goneBecause: null,
  tasksDone: 12,
  tasksLeased: 4,
  isFetching: false,
};

function row(changes: Partial<VolunteerView>, rest: Partial<VolunteerRow> = {}): VolunteerRow {
  return { view: { ...steady, ...changes }, work: null, wallMs: 0, link: null, ...rest };
}

function words(of: VolunteerRow): Readonly<Record<string, string>> {
  return Object.fromEntries(volunteerColumns.map(({ label, wordsOf }) => [label, wordsOf(of)]));
}

function names(rows: readonly VolunteerRow[]): readonly string[] {
  return rows.map(({ view }) => view.name);
}

describe("a row", () => {
  test("tells rate and runtime of the job, and what the platform says of the link", () => {
    const work = { tasks: 20, computedMs: 5_000, lost: 1 };
    const link = { sentBytes: 1_200, receivedBytes: 3_400_000, roundTripMs: 2.34 };
    expect(words(row({}, { work, link, wallMs: 10_000 }))).toEqual({
      Name: "laptop-1",
      Device: "Chrome on Linux",
      Slots: "2",
      "In hand": "4",
      Done: "12",
      Rate: "2.0/s",
      Runtime: "250 ms",
      Lost: "1",
      Link: "direct",
      "Round trip": "2.3 ms",
      Sent: "1.2 kB",
      Received: "3.4 MB",
    });
  });

  test("has a dash for what nobody knows, and says what is amiss with its link", () => {
    const found = words(row({ kind: "memory", link: "wavering", paused: true, isFetching: true }));
    expect(found).toMatchObject({ Rate: "–", Runtime: "–", Lost: "–", "Round trip": "–", Sent: "–", Received: "–" });
    expect(found["Link"]).toBe("this tab, wavering, paused, fetching data");
  });
});

describe("the order of rows", () => {
  const named = ["laptop-10", "Ada", "laptop-2"].map((name, nth) => row({ name, tasksDone: nth }));

  test("is that of names with their numbers, or of a column's numbers", () => {
    expect(names(sortedRows(named, { column: "name", direction: "ascending" }))).toEqual([
      "Ada",
      "laptop-2",
      "laptop-10",
    ]);
    expect(names(sortedRows(named, { column: "done", direction: "descending" }))).toEqual([
      "laptop-2",
      "Ada",
      "laptop-10",
    ]);
  });

  test("has those last of which nothing is known, in either direction", () => {
    const far = row({ name: "far" }, { link: { sentBytes: 0, receivedBytes: 0, roundTripMs: 80 } });
    const near = row({ name: "near" }, { link: { sentBytes: 0, receivedBytes: 0, roundTripMs: 2 } });
    const rows = [row({ name: "own" }), far, near];
    const by = (direction: "ascending" | "descending"): readonly string[] =>
      names(sortedRows(rows, { column: "round-trip", direction }));
    expect(by("ascending")).toEqual(["near", "far", "own"]);
    expect(by("descending")).toEqual(["far", "near", "own"]);
  });

  test("begins with the most of a number and the first name, and turns with a second press", () => {
    const byName = orderAfterPress({ column: "done", direction: "descending" }, "name");
    expect(byName).toEqual({ column: "name", direction: "ascending" });
    expect(orderAfterPress(byName, "name")).toEqual({ column: "name", direction: "descending" });
    expect(orderAfterPress(byName, "slots")).toEqual({ column: "slots", direction: "descending" });
  });
});

test("a course is as high as its box where the volunteer was fastest", () => {
  expect(areaOf([0, 5, 10])).toBe("M0 1V1.00H1V0.50H2V0.00H3V1Z");
  expect(areaOf(null)).toBeNull();
  expect(areaOf([0, 0])).toBe("M0 1V1.00H1V1.00H2V1Z");
});
