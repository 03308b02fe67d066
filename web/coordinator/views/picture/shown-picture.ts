import { joinLayers } from "./save-picture.ts";

/** The picture of a job's results as the page shows it. */
export interface ShownPicture {
  /** A `data:` URL of a PNG, which the page's policy lets it show. */
  readonly url: string;
  readonly words: string;
}

/** null where the page shows none. */
export async function takeShownPicture(): Promise<ShownPicture | null> {
  const panel = document.querySelector(".board-picture");
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
