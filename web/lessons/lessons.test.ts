import { describe, expect, test } from "vitest";
import { lessonIds } from "../words/lesson-words.ts";
import { lessons } from "./lessons.ts";
import { readListing } from "./listing.ts";

function turnsIn(source: string): readonly string[] {
  return readListing(source).flatMap(({ turn }) => turn ?? []);
}

describe.each(lessonIds.map((id) => lessons[id]))("of the lesson $id", ({ steps, typescript, python }) => {
  const pressed = steps.flatMap(({ press }) => press?.turn ?? []);

  test("both programs take the turns that its steps press, in their order", () => {
    expect(turnsIn(typescript)).toEqual(pressed);
    expect(turnsIn(python)).toEqual(pressed);
  });

  test("there are three to six steps with the one in which people join", () => {
    expect(steps.length + 1).toBeGreaterThanOrEqual(3);
    expect(steps.length + 1).toBeLessThanOrEqual(6);
  });

  test("the listing is a program by itself, without what is the lesson's", () => {
    const text = readListing(typescript)
      .map((line) => line.text)
      .join("\n");
    expect(text).not.toMatch(/hidden|turn\(|named\(|Stage|shown|^\s*print\(|\.\.\//m);
    expect(text).not.toMatch(/^\n|\n$/);
    const inPython = readListing(python).map((line) => line.text);
    expect(inPython.join("\n")).not.toMatch(/console|# turn/);
  });
});

test("a listing has the body of the program at its top level, after its functions", () => {
  const source = `// shown: import { Process } from "tabpool";
import { Process } from "../tabpool.ts"; // hidden
import type { Stage } from "../lesson.ts"; // hidden

function work() {
  console.log("work");
}

export default async function program({ pool, print, turn }: Stage): Promise<void> {
  await turn("go"); // hidden
  if (pool !== null) {
    print("going");
  }
}
`;
  expect(readListing(source)).toEqual([
    { text: 'import { Process } from "tabpool";', turn: null },
    { text: "", turn: null },
    { text: "function work() {", turn: null },
    { text: '  console.log("work");', turn: null },
    { text: "}", turn: null },
    { text: "", turn: null },
    { text: "if (pool !== null) {", turn: "go" },
    { text: '  console.log("going");', turn: null },
    { text: "}", turn: null },
  ]);
});
