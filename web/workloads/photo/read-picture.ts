import { problem, value, type Result } from "../../core/result.ts";
import type { PickedFile } from "../field.ts";
import type { Pixels } from "./strips.ts";

/** Bytes of a file that are decoded: more than any camera's picture has. */
const mostFileBytes = 100_000_000;

/** The picture in a file, its longer side of at most so many pixels; a problem is a sentence. Nothing of it leaves the page. */
export async function readPicture(file: PickedFile, mostSide: number): Promise<Result<Pixels>> {
  if (file.size > mostFileBytes) return problem(`${file.name} has more than 100 MB.`);
  const bitmap = await decoded(file);
  if (bitmap === null) return problem(`${file.name} is no picture that this browser can read.`);
  const part = Math.min(1, mostSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * part));
  const height = Math.max(1, Math.round(bitmap.height * part));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return problem("This browser draws no pictures.");
  // What is transparent is white, as on paper.
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return value({ width, height, rgba: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data) });
}

async function decoded(file: PickedFile): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(await new Response(file.stream()).blob());
  } catch {
    return null;
  }
}
