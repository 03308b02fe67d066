import { useCallback, useEffect, useRef, useState } from "react";
import { inBackground } from "../core/in-background.ts";
import { formatDuration, formatPlural } from "../words/format.ts";
import { useMediaQuery } from "../ui/use-media-query.ts";
import { pictureHeight, pictureWidth } from "./picture-size.ts";

type Run =
  | { readonly type: "none" }
  | { readonly type: "running"; readonly slots: number; readonly done: number; readonly total: number }
  | { readonly type: "done"; readonly slots: number; readonly total: number; readonly tookMs: number }
  | { readonly type: "stopped" }
  /** This browser could not load it, or has no sandbox to compute in. */
  | { readonly type: "failed" };

/** One for each slot; the tile that it computes now has it. */
const slotColours = ["#e5a73c", "#3fb57a", "#74b9ff", "#f0625a"];

/** Slots of the picture: one core is left to the page where there are more than two, and a lone slot would show no pool. */
function slotsFor(cores: number): number {
  return Math.max(2, Math.min(slotColours.length, cores - 1));
}

/**
 * A real run: tiles of a picture, computed in this tab's own sandbox. Begins when it is first seen, which is after the page has
 * been painted, and loads its code only then. Where people want less motion, it waits for a click.
 */
export function LivePicture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stopRun = useRef<(() => void) | null>(null);
  const [run, setRun] = useState<Run>({ type: "none" });
  const isStill = useMediaQuery("(prefers-reduced-motion: reduce)");

  const start = useCallback(() => {
    stopRun.current?.();
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return setRun({ type: "failed" });
    let isStopped = false;
    stopRun.current = () => {
      isStopped = true;
    };
    const begin = async (): Promise<void> => {
      const { startPicture } = await import("./live-picture.ts");
      if (isStopped) return;
      const slots = slotsFor(navigator.hardwareConcurrency);
      const startedAt = performance.now();
      let total = 0;
      let done = 0;
      context.clearRect(0, 0, pictureWidth, pictureHeight);
      stopRun.current = startPicture(slots, {
        tiles: (count) => {
          total = count;
          setRun({ type: "running", slots, done, total });
        },
        began: ({ x, y, width, height }, slot) => {
          context.fillStyle = slotColours[slot] ?? "gray";
          context.fillRect(x, y, width, height);
          // The picture has such colours as well.
          context.strokeStyle = "white";
          context.lineWidth = 2;
          context.strokeRect(x + 1, y + 1, width - 2, height - 2);
        },
        drew: ({ x, y, width, height }, rgba) => {
          context.putImageData(new ImageData(rgba, width, height), x, y);
          done += 1;
          setRun({ type: "running", slots, done, total });
        },
        ended: (complete) => {
          stopRun.current = null;
          if (complete) setRun({ type: "done", slots, total, tookMs: performance.now() - startedAt });
          else setRun({ type: "failed" });
        },
      });
    };
    setRun({ type: "running", slots: 0, done: 0, total: 0 });
    inBackground(begin(), () => setRun({ type: "failed" }));
  }, []);

  const stop = useCallback(() => {
    stopRun.current?.();
    stopRun.current = null;
    setRun({ type: "stopped" });
  }, []);

  useEffect(() => {
    const picture = canvas.current;
    if (picture === null || isStill) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      start();
    });
    observer.observe(picture);
    return () => {
      observer.disconnect();
      stopRun.current?.();
    };
  }, [isStill, start]);

  return (
    <figure className="live-picture">
      <canvas
        ref={canvas}
        width={pictureWidth}
        height={pictureHeight}
        role="img"
        aria-label="A part of the Mandelbrot set, drawn tile by tile in this tab"
      />
      <figcaption>
        <p>{wordsOf(run)}</p>
        <button type="button" className="quiet" onClick={run.type === "running" ? stop : start}>
          {run.type === "running" ? "Stop" : run.type === "none" ? "Compute it here" : "Again"}
        </button>
      </figcaption>
    </figure>
  );
}

function wordsOf(run: Run): string {
  switch (run.type) {
    case "none":
      return "A picture cut into tasks, for this tab’s own cores.";
    case "running":
      if (run.total === 0) return "Starting the sandbox of this tab…";
      return `${workers(run.slots)} of this tab: ${run.done} of ${run.total} tasks. Each coloured square is computed now.`;
    case "done":
      return `${run.total} tasks in ${formatDuration(run.tookMs)} on ${workers(run.slots)} of this tab. A room has those of everybody in it.`;
    case "stopped":
      return "Stopped: nothing is computed here now.";
    case "failed":
      return "This browser has not computed it: its sandbox did not start.";
  }
}

function workers(count: number): string {
  return formatPlural(count, "worker");
}
