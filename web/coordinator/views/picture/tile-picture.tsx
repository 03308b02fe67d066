import { useEffect, useRef, useState } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { followInFrames } from "./follow-in-frames.ts";
import { PictureFrame } from "./picture-frame.tsx";
import { noTiles, TilePainter, type PaintedTiles } from "./tile-painter.ts";
import { TintField } from "./tint-field.tsx";
import { TintLegend } from "./tint-legend.tsx";
import type { Tint } from "./tint.ts";

interface Props {
  readonly results: Results;
  /** The job's title. */
  readonly name: string;
}

/** The results that are tiles, each painted at its place. */
export function TilePicture({ results, name }: Props) {
  const image = useRef<HTMLCanvasElement>(null);
  const wash = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TilePainter | null>(null);
  const pace = usePace();
  const [painted, setPainted] = useState(noTiles);
  const [tint, setTint] = useState<Tint>("none");
  const firstTint = useRef(tint);
  useEffect(() => {
    if (image.current === null || wash.current === null) return;
    const canvases = { image: image.current, wash: wash.current };
    const painting = new TilePainter(results, canvases, firstTint.current);
    painter.current = painting;
    return followInFrames(results, pace, painting, () => setPainted(painting.painted));
  }, [results, pace]);
  const changeTint = (chosen: Tint): void => {
    setTint(chosen);
    firstTint.current = chosen;
    painter.current?.setTint(chosen);
  };
  const words = inWords(painted);
  const hint =
    painted.others > 0
      ? "Nothing is drawn: no value so far is a tile, { x, y, width, height, rgba }, with four bytes in rgba for each pixel."
      : "It is drawn with the first result.";
  const isEmpty = painted.tiles === 0;
  return (
    <PictureFrame
      title="Tiles"
      name={name}
      words={words}
      hint={isEmpty ? hint : null}
      choice={<TintField tint={tint} onChange={changeTint} />}
    >
      <div className="picture-place picture-layers" hidden={isEmpty}>
        <canvas ref={image} className="picture-tiles" role="img" aria-label={`Tiles: ${words}`} />
        <canvas ref={wash} className="picture-tiles" aria-hidden="true" hidden={tint === "none"} />
      </div>
      <TintLegend meaning={painted.meaning} tint={tint} />
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
