import { expect, test } from "vitest";
import { moduleAddress } from "./module-address.ts";

const load = (address: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ address);

test.each(["'", '"'])("a module's text may hold anything, and its address may stand between %s", async (quote) => {
  const text = "%41 # ? \\\\ ' \" ü 🙂 \ud800";
  const inner = moduleAddress(`export const text = ${JSON.stringify(text)};`, "in ner.js");
  const outer = moduleAddress(`export * from ${quote}${inner}${quote};`, "outer.js");
  expect(await load(outer)).toMatchObject({ text });
});

test("a lone surrogate in a text is no reason not to load it", async () => {
  expect(await load(moduleAddress("export const text = '\ud800';", "a.js"))).toMatchObject({ text: "\ufffd" });
});
