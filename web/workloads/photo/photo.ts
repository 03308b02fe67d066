import type { JobDefinition } from "../../core/job/job-definition.ts";
import { maxTitleLength } from "../../core/wire/limits.ts";
import { box, disc } from "../card-paths.ts";
import { fileIn, numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { openTiles } from "../image-picture.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, ChosenOptions, FieldProblems, Workload } from "../workload.ts";
import source from "./photo.task.js?raw";
import { readPicture } from "./read-picture.ts";
import { samplePicture, sampleSize } from "./sample-picture.ts";
import { mostSentBytes, sentTooMuch } from "../sent-bytes.ts";
import { stripsOf, type Filter, type Pixels } from "./strips.ts";

/** Pixels of the longer side: all of the picture is in the job, and on its record. */
const mostSide = 2_048;

/** A picture from this device, filtered in strips and put together. */
export const photo: Workload = {
  id: "photo",
  title: "Your photo",
  explanation: "Filters a picture of yours in strips; without one it takes a painted bay.",
  card: {
    lesson: "A strip needs some rows of its neighbours as well: what is cut apart must overlap, and the overlap costs.",
    effort: "some seconds",
    picture: drawCard,
  },
  presets: [
    { title: "Some seconds on one laptop", values: { filter: "paint", radius: 16, side: mostSide, rows: 32 } },
    { title: "Broad strokes with five phones", values: { filter: "paint", radius: 24, side: mostSide, rows: 48 } },
  ],
  fields: [
    {
      kind: "file",
      name: "file",
      label: "Picture",
      hint: "A photo from this device. It goes to the volunteers of this room, in strips, and nowhere else.",
      accept: "image/*",
    },
    {
      kind: "choice",
      name: "filter",
      label: "Filter",
      choices: [
        { id: "paint", label: "as if painted" },
        { id: "pencil", label: "as if drawn with a pencil" },
        { id: "blur", label: "blurred" },
      ],
      preset: "paint",
    },
    {
      kind: "number",
      name: "radius",
      label: "Stroke’s radius",
      unit: "pixels",
      smallest: 1,
      largest: 24,
      preset: 6,
      shownWith: { filter: ["paint", "blur"] },
    },
    {
      kind: "number",
      name: "side",
      label: "Longer side at most",
      unit: "pixels",
      smallest: 16,
      largest: mostSide,
      preset: 1_280,
    },
    { kind: "number", name: "rows", label: "Rows of a strip", smallest: 1, largest: 512, preset: 24 },
  ],
  originsOf: () => ({ inputs: "file" }),
  check(values): FieldProblems {
    // A picked picture's size is known when it has been read.
    return fileIn(values, "file") === null ? stripsProblems(sampleSize(numberIn(values, "side")), values) : {};
  },
  createJob: (values, chosen) => jobOf(photo.title, samplePicture(numberIn(values, "side")), values, chosen),
  async prepareJob(values, chosen) {
    const file = fileIn(values, "file");
    if (file === null) {
      return { type: "prepared", definition: photo.createJob(values, chosen), source: null, blobs: [] };
    }
    const read = await readPicture(file, numberIn(values, "side"));
    if (read.type === "problem") return { type: "wrong", problems: { file: read.problem } };
    const problems = stripsProblems(read.value, values);
    if (Object.keys(problems).length > 0) return { type: "wrong", problems };
    return { type: "prepared", definition: jobOf(file.name, read.value, values, chosen), source: null, blobs: [] };
  },
  picture: { view: "photo", title: "Picture, strip by strip", open: openTiles },
};

function filterIn(values: FieldValues): Filter {
  const filter = textIn(values, "filter");
  // A pencil looks at the next pixel only.
  return { filter, radius: filter === "pencil" ? 1 : numberIn(values, "radius") };
}

/** What is wrong with strips that bring more of their neighbours than of themselves. */
function stripsProblems({ width, height }: Pick<Pixels, "width" | "height">, values: FieldValues): FieldProblems {
  const { radius } = filterIn(values);
  const bytesOf = (strips: number): number => 4 * width * (height + 2 * radius * strips);
  const bytes = bytesOf(Math.ceil(height / numberIn(values, "rows")));
  if (bytes <= mostSentBytes) return {};
  const least = Math.ceil(height / Math.floor((mostSentBytes - bytesOf(0)) / (bytesOf(1) - bytesOf(0))));
  return { rows: sentTooMuch("All strips", bytes, least) };
}

function jobOf(title: string, pixels: Pixels, values: FieldValues, chosen: ChosenOptions): JobDefinition {
  const strips = stripsOf(pixels, numberIn(values, "rows"), filterIn(values));
  return {
    title: title.slice(0, maxTitleLength),
    unit: "strip",
    about: "Filters a picture in strips, each with some rows of its neighbours.",
    work: { unit: "pixels", ofTask: (pixels.width * pixels.height) / strips.length },
    program: { language: "javascript", source, files: {} },
    inputs: { type: "list", values: strips },
    shared: null,
    options: optionsOf(chosen),
    needs: [],
    view: {
      type: "photo",
      input: "{height} rows from {y}",
      task: "{height} rows from row {y}",
      result: "{height} rows from row {y}: {width} × {height} pixels",
      part: "pixels",
    },
  };
}

/** A picture in a frame, of which the middle strip is under the filter. */
function drawCard(): readonly CardShape[] {
  return [
    { tone: "soft", path: box(26, 10, 108, 70) },
    { tone: "warm", path: disc(104, 32, 10) },
    { tone: "middle", path: "M26 72L62 30L84 58L98 44L134 72v8h-108z" },
    { tone: "strong", path: "M49.1 45L62 30L73.8 45zM33.1 63.7L49.1 45h24.700L84 58L98 44L123.300 63.700z" },
    { tone: "ink", isLine: true, path: "M18 45h124M18 63.7h124" },
  ];
}
