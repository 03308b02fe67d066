import { useEffect, useRef, useState, type MouseEvent } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { Results } from "../../../room/results/results.ts";
import type { JobView } from "../../../room/store.ts";
import { ignoreHeldEnter } from "../../../ui/one-press.ts";
import { usePace } from "../../../ui/use-pace.ts";
import type { FieldValues } from "../../../workloads/field.ts";
import type { ImagePicture, Place } from "../../../workloads/image-picture.ts";
import { AreaChooser } from "./area-chooser.tsx";
import { middle } from "./area-choice.ts";
import { followInFrames } from "./follow-in-frames.ts";
import { formatShortNumber } from "./format-number.ts";
import { ImagePainter, nothingPainted, type PaintedImage } from "./image-painter.ts";
import { refusalInWords } from "./refusal-words.ts";
import { saveLayers } from "./save-picture.ts";
import { TintField } from "./tint-field.tsx";
import { TintLegend } from "./tint-legend.tsx";
import type { Tint } from "./tint.ts";

interface Props {
  readonly results: Results;
  readonly title: string;
  readonly picture: ImagePicture;
  readonly job: JobView;
  /** Starts a job of these values, for a picture that can be zoomed. */
  /** null where nobody is to. */
  readonly onZoom: ((values: FieldValues) => void) | null;
}

/** The picture that a workload brings for its jobs: its size is known before the first result, which then stands at its place. */
export function ImagePanel({ results, title, picture, job, onZoom }: Props) {
  const image = useRef<HTMLCanvasElement>(null);
  const wash = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ImagePainter | null>(null);
  const pace = usePace();
  const [painted, setPainted] = useState(nothingPainted);
  const [tint, setTint] = useState<Tint>("none");
  const firstTint = useRef(tint);

  useEffect(() => {
    if (image.current === null || wash.current === null) return;
    const canvases = { image: image.current, wash: wash.current };
    const painting = new ImagePainter(results, picture, canvases, firstTint.current);
    painter.current = painting;
    return followInFrames(results, pace, painting, () => setPainted(painting.painted));
  }, [results, picture, pace]);
  const changeTint = (chosen: Tint): void => {
    setTint(chosen);
    firstTint.current = chosen;
    painter.current?.setTint(chosen);
  };

  const { width, height } = picture;
  const zoom = onZoom === null ? undefined : picture.zoom;
  const zoomTo = (area: Place): void => {
    const inPixels = {
      x: area.x * width,
      y: area.y * height,
      width: Math.max(1, area.width * width),
      height: Math.max(1, area.height * height),
    };
    if (zoom !== undefined) onZoom?.(zoom(inPixels));
  };
  const zoomingOnce = (part: number) => ({
    onKeyDown: ignoreHeldEnter,
    onClick: ({ detail }: MouseEvent): void => {
      if (detail <= 1) zoomTo(middle(part));
    },
  });
  const words = inWords(painted, picture, job);
  const canvases = (
    <>
      <canvas ref={image} className="image-layer" role="img" aria-label={`${title}: ${words}`} />
      <canvas ref={wash} className="image-layer" aria-hidden="true" hidden={tint === "none"} />
    </>
  );
  const save = (): void => {
    const layers = [image.current, tint === "none" ? null : wash.current].filter((layer) => layer !== null);
    saveLayers(layers, job.title);
  };
  return (
    <section className="panel board-picture" aria-labelledby="picture-title">
      <div className="panel-head image-head">
        <h2 id="picture-title">{title}</h2>
        <div className="buttons image-buttons">
          {zoom !== undefined && (
            <>
              <button type="button" {...zoomingOnce(0.5)}>
                Zoom in
              </button>
              <button type="button" {...zoomingOnce(2)}>
                Zoom out
              </button>
            </>
          )}
          <TintField tint={tint} onChange={changeTint} />
          <button type="button" onClick={save} disabled={painted.tiles === 0}>
            Save picture
          </button>
        </div>
      </div>
      <div
        className="image-place"
        style={{ aspectRatio: `${width} / ${height}`, maxWidth: `calc(var(--most-image-height) * ${width / height})` }}
      >
        {zoom === undefined ? canvases : <AreaChooser onChoose={zoomTo}>{canvases}</AreaChooser>}
      </div>
      <TintLegend meaning={painted.meaning} tint={tint} />
      <p className="aside picture-words">{words}</p>
      {painted.firstRefusal !== null && (
        <p className="problem" role="status">
          {refusalInWords(painted)}
        </p>
      )}
    </section>
  );
}

/** In the job’s own unit: `12 of 510 tiles, 1,920 × 1,080 pixels, 2,100,000 pixels/s; 1 task failed` */
function inWords({ tiles, pixels, failed }: PaintedImage, { width, height }: ImagePicture, job: JobView): string {
  const size = `${formatCount(width)} × ${formatCount(height)} pixels`;
  const rate =
    tiles === 0 || job.elapsedMs < 100 ? [] : [`${formatShortNumber((1_000 * pixels) / job.elapsedMs)} pixels/s`];
  const parts = [`${formatCount(tiles)} of ${formatPlural(job.total, job.request.unit)}`, size, ...rate].join(", ");
  return failed === 0 ? parts : `${parts}; ${formatPlural(failed, "task")} failed`;
}
