import { expect, test } from "vitest";
import { defaultJobOptions } from "../../core/job/job.ts";
import { presetsOf, type PickedFile } from "../field.ts";
import { photo } from "./photo.ts";
import { readPicture } from "./read-picture.ts";

function picked(name: string, content: Blob): PickedFile {
  return { name, size: content.size, modifiedAt: 0, head: new Uint8Array(), stream: () => content.stream() };
}

/** A picture whose left half is red and whose right half is clear. */
async function halves(width: number, height: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.fillStyle = "#ff0000";
  context.fillRect(0, 0, width / 2, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no file")) : resolve(blob)));
  });
}

test("a picture is read as pixels, what is clear in it as white, and a larger one is made smaller", async () => {
  const file = picked("halves.png", await halves(8, 4));
  const read = await readPicture(file, 100);
  if (read.type === "problem") throw new Error(read.problem);
  expect([read.value.width, read.value.height]).toEqual([8, 4]);
  expect(Array.from(read.value.rgba.slice(0, 4))).toEqual([255, 0, 0, 255]);
  expect(Array.from(read.value.rgba.slice(-4))).toEqual([255, 255, 255, 255]);
  expect(await readPicture(file, 4)).toMatchObject({ value: { width: 4, height: 2 } });
});

test("a picture whose strips would be sent too much of their neighbours is named at the rows, by its own size", async () => {
  const file = picked("square.png", await halves(2_048, 2_048));
  const prepare = async (rows: number) => {
    const values = { ...presetsOf(photo.fields), file, side: 2_048, radius: 24, rows };
    expect(photo.check(values)).toEqual({});
    return photo.prepareJob?.(values, { ...defaultJobOptions, timeLimitMs: "auto" }, () => {
      throw new Error("it tries nothing out");
    });
  };
  expect(await prepare(17)).toEqual({
    type: "wrong",
    problems: { rows: expect.stringMatching(/more than 64.0 MB: must be at least 18\.$/) },
  });
  expect(await prepare(18)).toMatchObject({ type: "prepared", definition: { title: "square.png" } });
});

test("what is no picture is refused by its name", async () => {
  for (const content of ["", "no picture", "<svg/>"]) {
    expect(await readPicture(picked("notes.txt", new Blob([content])), 100)).toEqual({
      type: "problem",
      problem: "notes.txt is no picture that this browser can read.",
    });
  }
  const large = { ...picked("film.mp4", new Blob()), size: 100_000_001 };
  expect(await readPicture(large, 100)).toEqual({ type: "problem", problem: "film.mp4 has more than 100 MB." });
});
