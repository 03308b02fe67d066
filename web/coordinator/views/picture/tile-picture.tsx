import { useEffect, useRef, useState } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { followInFrames } from "./follow-in-frames.ts";
import { PictureFrame } from "./picture-frame.tsx";
import { TilePainter, type PaintedTiles } from "./tile-painter.ts";

interface Props {
  readonly results: Results;
  /** The job's title. */
  readonly name: string;
}

const nothing: PaintedTiles = { tiles: 0, others: 0, width: 0, height: 0 };

/** The results that are tiles, each painted at its place. */
export function TilePicture({ results, name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pace = usePace();
  const [painted, setPainted] = useState(nothing);
  useEffect(() => {
    if (canvas.current === null) return;
    const painter = new TilePainter(results, canvas.current);
    return followInFrames(results, pace, painter, () => setPainted(painter.painted));
  }, [results, pace]);
  const words = inWords(painted);
  const hint =
    painted.others > 0
      ? "Nothing is drawn: no value so far is a tile, { x, y, width, height, rgba }, with four bytes in rgba for each pixel."
      : "It is drawn with the first result.";
  return (
    <PictureFrame title="Tiles" name={name} words={words} hint={painted.tiles === 0 ? hint : null}>
      <canvas
        ref={canvas}
        className="picture-place picture-tiles"
        role="img"
        aria-label={`Tiles: ${words}`}
        hidden={painted.tiles === 0}
      />
    </PictureFrame>
  );
}

/** `20 tiles, 320 × 256 pixels; 3 results without a tile` */
function inWords({ tiles, others, width, height }: PaintedTiles): string {
  const without = others === 0 ? "" : `${formatPlural(others, "result")} without a tile`;
  if (tiles === 0) return without;
  const size = `${formatCount(width)} × ${formatCount(height)} pixels`;
  return [`${formatPlural(tiles, "tile")}, ${size}`, without].filter(Boolean).join("; ");
}
