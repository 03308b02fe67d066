import { useEffect, useRef, useState } from "react";
import { ownPartOf, type OwnPart } from "../../core/job/own-part.ts";
import { lookAt } from "../../core/values/packed.ts";
import type { DrawnResult, OwnParts } from "../../membership/own-parts.ts";
import { formatPlural } from "../../words/format.ts";

/** Pixels of the longer side at most: a phone shows no more, and keeps its memory for computing. */
const mostPixels = 640;

/** Draws the parts that this tab computes at their places in the image that all of them make. */
export default function OwnPicture({ parts }: { readonly parts: OwnParts }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [painter] = useState(() => new OwnPainter());
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    if (canvas.current !== null) setDrawn(painter.paint(canvas.current, parts));
  }, [painter, parts]);
  return (
    <figure className="own-picture" hidden={drawn === 0}>
      <canvas ref={canvas} role="img" aria-label="What this tab has drawn" />
      <figcaption>{`Drawn by this tab: ${formatPlural(drawn, "part")}`}</figcaption>
    </figure>
  );
}

class OwnPainter {
  #job = 0;
  #number = 0;
  #drawn = 0;
  #scale = 1;

  /** Draws what is new. Returns how many parts the canvas has had drawn. */
  paint(canvas: HTMLCanvasElement, { job, results }: OwnParts): number {
    if (job !== this.#job) {
      this.#job = job;
      this.#number = 0;
      this.#drawn = 0;
    }
    for (const result of results) {
      if (result.number <= this.#number) continue;
      this.#number = result.number;
      const part = partOf(result);
      if (part !== null) this.#draw(canvas, part);
    }
    return this.#drawn;
  }

  #draw(canvas: HTMLCanvasElement, { of: [wide, high], x, y, width, height, rgba }: OwnPart): void {
    const scale = Math.min(1, mostPixels / Math.max(wide, high));
    const [across, down] = [Math.max(1, Math.round(scale * wide)), Math.max(1, Math.round(scale * high))];
    // A canvas that gets a size is empty.
    if (this.#drawn === 0 || scale !== this.#scale || canvas.width !== across || canvas.height !== down) {
      [canvas.width, canvas.height] = [across, down];
      this.#scale = scale;
    }
    const tile = new OffscreenCanvas(width, height);
    tile.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
    canvas.getContext("2d")?.drawImage(tile, scale * x, scale * y, scale * width, scale * height);
    this.#drawn += 1;
  }
}

/** null for what is no part of an image, and for what cannot be read: the program may be a stranger's. */
function partOf({ kind, input, value }: DrawnResult): OwnPart | null {
  try {
    return ownPartOf(kind, lookAt(input.column, input.at), lookAt(value.column, value.at));
  } catch {
    return null;
  }
}
