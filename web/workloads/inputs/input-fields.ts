import { maxTasks } from "../../core/job/input-recipe.ts";
import { formatCount } from "../../words/format.ts";
import type { Field } from "../field.ts";
import type { Shorthand } from "../workload.ts";
import { separators } from "./csv-guess.ts";

/** Whole numbers of a range: each is exact, and so is the distance between any two. */
const rangeLimits = { smallest: -1_000_000_000_000_000, largest: 1_000_000_000_000_000 };

/** Characters that are typed or pasted: a file may have any number. */
export const mostTypedCharacters = 1_000_000;

/** Lines, or kilobytes, of one part. */
const mostPart = 1_000_000;

/** The largest part of a file's bytes, in kilobytes: it has to fit into a message. */
export const mostKilobytes = 60_000;

const texts = { given: ["list", "file"] };
const csv = { ...texts, format: ["csv"] };

/** Where inputs come from, and how a text or a file becomes inputs. `list`: what is typed there at first, `hint`: what is said below. */
export function inputFields({ list, hint }: { readonly list: string; readonly hint?: string }): readonly Field[] {
  return [
    {
      kind: "choice",
      name: "given",
      label: "Inputs come from",
      choices: [
        { id: "list", label: "a list typed here" },
        { id: "file", label: "a file" },
        { id: "range", label: "a range of numbers" },
        { id: "random", label: "random numbers" },
      ],
      preset: "list",
    },
    { kind: "number", name: "from", label: "First number", preset: 1, shownWith: { given: ["range"] }, ...rangeLimits },
    {
      kind: "number",
      name: "to",
      label: "Last number",
      preset: 1_000,
      shownWith: { given: ["range"] },
      ...rangeLimits,
    },
    {
      kind: "number",
      name: "step",
      label: "Step",
      preset: 1,
      smallest: 1,
      largest: rangeLimits.largest,
      shownWith: { given: ["range"] },
    },
    {
      kind: "number",
      name: "draws",
      label: "How many",
      preset: 1_000,
      smallest: 1,
      largest: maxTasks,
      shownWith: { given: ["random"] },
    },
    {
      kind: "number",
      name: "smallest",
      label: "Smallest",
      preset: 0,
      shownWith: { given: ["random"] },
      ...rangeLimits,
    },
    {
      kind: "number",
      name: "largest",
      label: "Largest",
      preset: 999,
      shownWith: { given: ["random"] },
      ...rangeLimits,
    },
    {
      kind: "number",
      name: "seed",
      label: "Seed",
      hint: "The same seed draws the same numbers.",
      preset: 1,
      smallest: 0,
      largest: 0xffff_ffff,
      shownWith: { given: ["random"] },
    },
    {
      kind: "choice",
      name: "format",
      label: "Read as",
      choices: [
        { id: "jsonl", label: "JSON, one value a line" },
        { id: "json", label: "one JSON array" },
        { id: "csv", label: "CSV, a table" },
        { id: "lines", label: "lines of text" },
        { id: "text", label: "text in parts of some lines" },
        { id: "bytes", label: "bytes in parts" },
      ],
      preset: "jsonl",
      shownWith: texts,
    },
    {
      kind: "choice",
      name: "separator",
      label: "Separator",
      choices: [
        { id: "auto", label: "as found" },
        ...Object.keys(separators).map((id) => ({ id, label: id === "bar" ? "bar |" : id })),
      ],
      preset: "auto",
      shownWith: csv,
    },
    {
      kind: "choice",
      name: "header",
      label: "First row",
      choices: [
        { id: "auto", label: "as found" },
        { id: "yes", label: "a header" },
        { id: "no", label: "an input" },
      ],
      preset: "auto",
      shownWith: csv,
    },
    {
      kind: "choice",
      name: "row",
      label: "A row becomes",
      choices: [
        { id: "object", label: "an object" },
        { id: "list", label: "a list" },
      ],
      preset: "object",
      shownWith: csv,
    },
    {
      kind: "choice",
      name: "cells",
      label: "Cells",
      choices: [
        { id: "numbers", label: "with numbers" },
        { id: "texts", label: "texts only" },
      ],
      hint: "Numbers are cells such as 7, -0.5 and 1.50; 007, 1e400, 1,5 and empty cells stay texts.",
      preset: "numbers",
      shownWith: csv,
    },
    {
      kind: "number",
      name: "part",
      label: "Size of a part",
      preset: 100,
      smallest: 1,
      largest: mostPart,
      shownWith: { ...texts, format: ["text", "bytes"] },
    },
    {
      kind: "choice",
      name: "measure",
      label: "Counted in",
      choices: [
        { id: "lines", label: "lines" },
        { id: "kilobytes", label: "kilobytes" },
      ],
      hint: "Cut at line ends, which become \\n.",
      preset: "lines",
      shownWith: { ...texts, format: ["text"] },
    },
    {
      kind: "text",
      name: "list",
      label: "Inputs",
      ...(hint === undefined ? {} : { hint }),
      fewest: 0,
      most: mostTypedCharacters,
      hasLines: true,
      preset: list,
      shownWith: { given: ["list"] },
    },
    {
      kind: "file",
      name: "file",
      label: "File",
      accept: "",
      hint: "Of any size: it is read while the job runs.",
      shownWith: { given: ["file"] },
    },
  ];
}

/** `inputs=1..1000`, and any other text as the list. */
export const inputsShorthand: Shorthand = {
  name: "inputs",
  fields: ["given", "from", "to", "list"],
  allowed: `a range of whole numbers as 1..1000, within ±${formatCount(rangeLimits.largest)}, or a text of inputs`,
  expand(text) {
    const [, first, last] = /^(-?\d+)\.\.(-?\d+)$/.exec(text) ?? [];
    if (first === undefined || last === undefined) return { given: "list", list: text };
    const [from, to] = [Number(first), Number(last)];
    const isAllowed = [from, to].every((end) => end >= rangeLimits.smallest && end <= rangeLimits.largest);
    return isAllowed ? { given: "range", from, to } : null;
  },
};
