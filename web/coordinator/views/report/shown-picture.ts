import { joinLayers } from "../picture/save-picture.ts";
import type { ShownPicture } from "./write-report.ts";

/** The picture that the page shows, with its words; null where it shows none. */
export async function takeShownPicture(page: ParentNode = document): Promise<ShownPicture | null> {
  const panel = page.querySelector(".board-picture");
  const layers = [...(panel?.querySelectorAll("canvas") ?? [])].filter((layer) => layer.width > 0 && !layer.hidden);
  const canvas = layers.length === 0 ? null : joinLayers(layers);
  const file = await new Promise<Blob | null>((resolve) => {
    if (canvas === null) resolve(null);
    else canvas.toBlob(resolve);
  });
  if (file === null) return null;
  return { url: await readAsUrl(file), words: panel?.querySelector(".picture-words")?.textContent ?? "" };
}

function readAsUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result : ""));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("the picture cannot be read")));
    reader.readAsDataURL(file);
  });
}
