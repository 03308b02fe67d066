import { describe, expect, test } from "vitest";
import { historyProblem, type ListedVersion } from "./version-history.ts";

/** The history with one more version, by the line that the reason names. */
function appended(history: readonly ListedVersion[], version: number, hash: string): readonly ListedVersion[] {
  const [, seal] = /"([0-9a-f]{16})"\]$/.exec(historyProblem(history, version, hash) ?? "") ?? [];
  if (seal === undefined) throw new Error("no line is named");
  return [...history, [version, hash, seal]];
}

const history = appended(appended([], 5, "five"), 6, "six");

describe("a history of a format's versions", () => {
  test("holds the newest version to its hash", () => {
    expect(historyProblem(history, 6, "six")).toBeNull();
    expect(historyProblem(history, 6, "changed")).toMatch(/raise the version/);
  });

  test("never tells the hash or the seal that would bring a listed version in line with a changed format", () => {
    expect(historyProblem(history, 6, "changed")).not.toMatch(/"/);
  });

  test("grows by the line that it names for a version that is raised", () => {
    expect(historyProblem(appended(history, 7, "changed"), 7, "changed")).toBeNull();
  });

  test("knows a line whose hash was changed, the newest as well as an older one", () => {
    const [five = [0, "", ""], six = [0, "", ""]] = history;
    expect(historyProblem([five, [6, "changed", six[2]]], 6, "changed")).toMatch(/version 6 was changed/);
    expect(historyProblem([[5, "changed", five[2]], six], 6, "six")).toMatch(/version 5 was changed/);
  });

  test("knows a line that was taken from another place in a history", () => {
    const [, six = [0, "", ""]] = appended(appended([], 4, "four"), 6, "changed");
    expect(historyProblem([...history.slice(0, 1), six], 6, "changed")).toMatch(/version 6 was changed/);
  });

  test("lists each version once, in their order, and none that is older than the newest", () => {
    const [five = [0, "", ""]] = history;
    expect(historyProblem([...history, five], 6, "six")).toMatch(/version 5 is listed after 6/);
    expect(historyProblem(history, 5, "five")).toMatch(/older/);
  });
});
