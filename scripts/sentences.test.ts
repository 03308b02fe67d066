import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allowed, readWordless, sentencesIn, strayingSentences, wordless } from "./sentences.mjs";

const sources = readWordless(fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, ""));

test("no room says a sentence that is not in web/words", () => {
  expect(sources.size).toBeGreaterThan(200);
  expect(strayingSentences(sources)).toEqual([]);
});

test("no file is allowed sentences that has none", () => {
  const used = Object.keys(allowed).filter((start) =>
    [...sources].some(([file, source]) => file.startsWith(start) && sentencesIn(file, source).length > 0),
  );
  expect(used).toEqual(Object.keys(allowed));
});

test.each(wordless)("in %s a planted sentence is found", (start) => {
  const file = start.endsWith("/") ? `${start}planted.tsx` : start;
  const texts = ['log("The room is closed");', "log(`${name} is gone`);"];
  const drawn = ["log(<p>Nobody is here</p>);", 'log(<b title="Close the room" />);'];
  const planted = file.endsWith(".tsx") ? [...texts, ...drawn] : texts;
  for (const [at, line] of planted.entries()) {
    expect(strayingSentences(new Map([[file, `${"\n".repeat(at)}${line}\n`]]))).toEqual([
      expect.stringMatching(new RegExp(`^${file}:${at + 1} says .*: give it a key in web/words$`)),
    ]);
  }
});

test("keys, types, imports and messages of exceptions are no sentences", () => {
  const source = `
    import { a } from "a file of ours";
    const kind: "a type of it" | null = null;
    throw new RangeError(\`there is no job \${job}\`);
    throw new DOMException("there is no room");
    log({ key: "room-closed", type: "text/css; charset=utf-8" });
  `;
  expect(sentencesIn("a.ts", source)).toEqual([]);
});
