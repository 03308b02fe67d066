import {
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import type { JobView, RoomStore } from "../../../room/store.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { formatRuntime } from "../../../words/format.ts";
import { barTints, coloursOf, type BarTint } from "./timeline-colours.ts";
import { TimelineLegend } from "./timeline-legend.tsx";
import { TimelineModel } from "./timeline-model.ts";
import { TimelinePicture } from "./timeline-picture.ts";
import { inNextLane, neighbour, pointedAt, type Pointed } from "./timeline-pointing.ts";
import { missingWords, pointedWords, summaryWords } from "./timeline-words.ts";
import "./timeline.css";

interface Props {
  readonly results: Results;
  readonly trace: JobTrace | null;
  readonly job: JobView;
  readonly store: RoomStore;
  /** Opens a task, as the table does. */
  readonly onOpen: (task: number) => void;
}

/** What of the picture stands beside it as text. */
interface Told {
  readonly isEmpty: boolean;
  readonly isWhole: boolean;
  readonly summary: string;
  readonly missing: string | null;
  readonly fullHeight: number;
  readonly longestMs: number;
}

const nothingTold: Told = { isEmpty: true, isWhole: true, summary: "", missing: null, fullHeight: 0, longestMs: 0 };

const zoomStep = 1.5;
/** A press that moves no farther opens what it is on. */
const stillPx = 4;

/** Made anew where the page's colours change. */
export function TimelineView(props: Props) {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  return <Timeline key={`${isDark}`} {...props} />;
}

/** The job’s attempts over time, a lane for each slot. Drawn once a frame at most, at the page’s pace, or at once for a person’s hand. */
function Timeline({ results, trace, job, store, onOpen }: Props) {
  const id = useId();
  const pace = usePace();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<TimelinePicture | null>(null);
  const redraw = useRef<() => void>(() => {});
  const [tint, setTint] = useState<BarTint>("state");
  const firstTint = useRef(tint);
  const [told, setTold] = useState(nothingTold);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const fingers = useRef(new Map<number, { readonly x: number; readonly y: number }>());
  const pressed = useRef<{ readonly x: number; readonly y: number; isStill: boolean } | null>(null);
  const model = useMemo(() => new TimelineModel(results, trace), [results, trace]);
  const nameOf = useCallback((volunteer: number) => results.nameOf(volunteer), [results]);

  const tell = useEffectEvent((): void => {
    const drawn = picture.current;
    if (drawn === null) return;
    setTold({
      isEmpty: model.lanes.length === 0 || (model.bars.end === 0 && model.held.size === 0),
      isWhole: drawn.seen.isWhole,
      summary: summaryWords(model),
      missing: missingWords(model),
      fullHeight: drawn.fullHeight,
      longestMs: drawn.longestMs,
    });
  });

  useEffect(() => {
    const place = box.current;
    const page = canvas.current;
    if (place === null || page === null) return;
    const drawn = new TimelinePicture(model, page, coloursOf(place), nameOf);
    picture.current = drawn;
    drawn.setTint(firstTint.current);
    let frame: number | null = null;
    const draw = (): void => {
      frame = null;
      drawn.scrollTo(place.scrollTop);
      if (drawn.draw()) askForFrame();
      tell();
    };
    const askForFrame = (): void => {
      frame ??= requestAnimationFrame(draw);
    };
    redraw.current = askForFrame;
    let callOff: (() => void) | null = null;
    const readSoon = (): void => {
      if (callOff !== null) return;
      callOff = pace.onNextFrame(() => {
        callOff = null;
        if (model.readSome()) readSoon();
        askForFrame();
      });
    };
    const observer = new ResizeObserver(() => {
      // A height in CSS that goes with the box's would be none where the box takes what its column leaves.
      page.style.height = `${place.clientHeight}px`;
      drawn.resize({ width: place.clientWidth, height: place.clientHeight, scale: devicePixelRatio });
      // A canvas of another size is empty, and this frame is about to be shown.
      if (frame !== null) cancelAnimationFrame(frame);
      draw();
    });
    observer.observe(place);
    readSoon();
    const unsubscribe = results.subscribe(readSoon);
    // Time goes on while nothing happens, and with it the tasks in hand.
    const unsubscribeStore = store.subscribe(readSoon);
    return () => {
      unsubscribe();
      unsubscribeStore();
      callOff?.();
      observer.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
      picture.current = null;
    };
  }, [model, nameOf, results, store, pace]);

  const point = (at: Pointed | null): void => {
    if (picture.current !== null) picture.current.pointed = at;
    setPointed(at);
    redraw.current();
  };
  const change = (how: (drawn: TimelinePicture) => void): void => {
    if (picture.current === null) return;
    how(picture.current);
    redraw.current();
  };

  const changeTint = (chosenId: string): void => {
    const chosen = barTints.find(({ id: one }) => one === chosenId)?.id ?? "state";
    setTint(chosen);
    firstTint.current = chosen;
    change((drawn) => drawn.setTint(chosen));
  };

  const wheel = useEffectEvent((event: WheelEvent): void => {
    const x = event.clientX - (canvas.current?.getBoundingClientRect().x ?? 0);
    const isZoom = event.ctrlKey || event.metaKey;
    const byX = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (isZoom) change((drawn) => drawn.zoom(zoomStep ** (event.deltaY / 100), x));
    else if (byX !== 0) change((drawn) => drawn.pan(byX));
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const place = box.current;
    // React's own listener is passive: it could not keep the browser from zooming the page.
    const turn = (event: WheelEvent): void => wheel(event);
    place?.addEventListener("wheel", turn, { passive: false });
    return () => place?.removeEventListener("wheel", turn);
  }, []);

  const spotOf = ({ clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } => {
    const { x, y } = canvas.current?.getBoundingClientRect() ?? { x: 0, y: 0 };
    return { x: clientX - x, y: clientY - y };
  };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const spot = spotOf(event);
    fingers.current.set(event.pointerId, spot);
    pressed.current = { ...spot, isStill: fingers.current.size === 1 };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const spot = spotOf(event);
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") point(picture.current?.at(spot.x, spot.y) ?? null);
      return;
    }
    const other = [...fingers.current].find(([finger]) => finger !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, spot);
    const from = pressed.current;
    if (from !== null && Math.hypot(spot.x - from.x, spot.y - from.y) > stillPx) from.isStill = false;
    if (from?.isStill === true) return;
    change((drawn) => {
      if (other !== undefined) {
        const apart = Math.max(20, Math.abs(spot.x - other.x));
        drawn.zoom(Math.max(20, Math.abs(before.x - other.x)) / apart, (spot.x + other.x) / 2);
      }
      drawn.pan((before.x - spot.x) / fingers.current.size);
    });
    // A finger that moves up or down scrolls the page.
    if (event.pointerType === "mouse") box.current?.scrollBy(0, before.y - spot.y);
  };
  const release = (event: PointerEvent): void => {
    const spot = spotOf(event);
    fingers.current.delete(event.pointerId);
    if (pressed.current?.isStill === true && event.type === "pointerup") {
      const found = picture.current?.at(spot.x, spot.y) ?? null;
      point(found);
      if (found !== null) onOpen(found.task);
    }
    pressed.current = null;
  };

  const go = (to: Pointed | null): void => {
    if (to === null) return;
    change((drawn) => {
      const { top, bottom } = drawn.show(to);
      const place = box.current;
      if (place === null) return;
      if (top < place.scrollTop) place.scrollTop = top;
      else if (bottom > place.scrollTop + place.clientHeight - 40) place.scrollTop = bottom - place.clientHeight + 40;
    });
    point(to);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go(pointed === null ? newest(model) : neighbour(model.bars, pointed, -1)),
    ArrowRight: () => go(pointed === null ? newest(model) : neighbour(model.bars, pointed, 1)),
    ArrowUp: () => go(pointed === null ? newest(model) : inNextLane(model, pointed, -1)),
    ArrowDown: () => go(pointed === null ? newest(model) : inNextLane(model, pointed, 1)),
    Home: () => go(pointedAt(model.bars, model.bars.first)),
    End: () => go(newest(model)),
    Enter: () => pointed !== null && onOpen(pointed.task),
    Escape: () => point(null),
    "+": () => change((drawn) => drawn.zoom(1 / zoomStep)),
    "=": () => change((drawn) => drawn.zoom(1 / zoomStep)),
    "-": () => change((drawn) => drawn.zoom(zoomStep)),
    "0": () => change((drawn) => drawn.showWhole()),
    "Shift+ArrowLeft": () => change((drawn) => drawn.pan(-80)),
    "Shift+ArrowRight": () => change((drawn) => drawn.pan(80)),
  };
  const pressKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keys[event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key];
    if (key === undefined) return;
    event.preventDefault();
    key();
  };

  const words = pointed === null ? null : pointedWords(pointed, model, nameOf);
  return (
    <div className="timeline">
      <div className="timeline-tools">
        <SelectField label="Coloured" name="bar-tint" chosen={tint} choices={barTints} onChange={changeTint} />
        <div className="buttons">
          <button type="button" onClick={() => change((drawn) => drawn.zoom(1 / zoomStep))}>
            Zoom in
          </button>
          <button type="button" onClick={() => change((drawn) => drawn.zoom(zoomStep))} disabled={told.isWhole}>
            Zoom out
          </button>
          <button type="button" onClick={() => change((drawn) => drawn.showWhole())} disabled={told.isWhole}>
            Whole job
          </button>
        </div>
      </div>
      <div
        className="timeline-box"
        ref={box}
        role="application"
        aria-label="Timeline of attempts"
        aria-describedby={`${id}-summary ${id}-keys`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys move from bar to bar in it
        tabIndex={0}
        onKeyDown={pressKey}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={(event) => event.pointerType === "mouse" && fingers.current.size === 0 && point(null)}
        onScroll={() => redraw.current()}
      >
        <div className="timeline-sheet">
          <canvas className="timeline-canvas" ref={canvas} aria-hidden="true" />
        </div>
        <div aria-hidden="true" style={{ height: told.fullHeight }} />
        {told.isEmpty && <p className="timeline-empty">{emptyWords(job)}</p>}
      </div>
      <p className="timeline-pointed" role="status">
        {words ?? ""}
      </p>
      {told.missing !== null && <p className="aside">{told.missing}</p>}
      <p className="aside" id={`${id}-summary`}>
        {told.summary}
      </p>
      <TimelineLegend model={model} tint={tint} nameOf={nameOf} longest={formatRuntime(told.longestMs)} />
      <details className="timeline-about">
        <summary>Keys and times</summary>
        <p id={`${id}-keys`}>
          Arrow keys go from bar to bar, Enter opens the task, + and − zoom, Shift with an arrow moves, 0 shows the
          whole job. Or drag, pinch, turn the wheel with Ctrl, and click a bar.
        </p>
        <p>
          {trace === null
            ? "Of this job only its record is left, which tells when each task was computed: ways, waits and what was lost are not in it."
            : "All times are of this computer’s clock. A volunteer says only how long ago its tasks began and how long they took: they are placed between the moment they were sent and the moment their answer came. Which slot has a task is known once it is answered."}
        </p>
      </details>
    </div>
  );
}

function newest({ bars }: TimelineModel): Pointed | null {
  return pointedAt(bars, bars.end - 1);
}

/** What to do for the first bar. */
function emptyWords({ phase }: JobView): string {
  return `${willBe} ${nextStep[phase] ?? "No attempt of this job is known."}`;
}

const willBe = "Each attempt at a task will be a bar here, in a lane for the slot that computes it.";

const nextStep: Readonly<Partial<Record<JobView["phase"], string>>> = {
  waiting: "Nobody computes yet: share the room’s code, or let this tab help.",
  paused: "The job is paused: press Resume.",
  idle: "The job has nothing to compute: add inputs.",
  running: "The first tasks are on their way.",
};
