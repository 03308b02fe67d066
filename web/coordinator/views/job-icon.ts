import type { JobView } from "../../room/store.ts";
import { isFlawless, settledOf } from "./outcome.ts";

/** The ring goes on in so many steps: a browser draws its tab anew for each. */
const steps = 20;

const colours = { run: "#0b5fad", rest: "#7c8993", good: "#1b7f4f", mixed: "#c47a00", bad: "#b3261e" };

const signs = {
  /** A tick. */
  good: "M4.5 8.2 7 10.7 11.5 5.5",
  /** An exclamation mark. */
  mixed: "M8 4.5v4.4M8 11.4v.1",
  /** A cross. */
  bad: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
  paused: "M6.2 5.5v5M9.8 5.5v5",
};

/** How far the job shown is, as the text of an SVG for the page's icon; null before any, which leaves the page its own. */
export function jobIcon(job: JobView | null): string | null {
  if (job === null) return null;
  switch (job.phase) {
    case "running":
      return ring(job, colours.run, null);
    case "waiting":
    case "idle":
      return ring(job, colours.rest, null);
    case "paused":
      return ring(job, colours.rest, signs.paused);
    case "done":
    case "ended-early":
      if (isFlawless(job)) return disc(colours.good, signs.good);
      return job.done === 0 ? disc(colours.bad, signs.bad) : disc(colours.mixed, signs.mixed);
    case "stopped":
      return disc(colours.bad, signs.bad);
    case "cancelled":
    case "interrupted":
      return disc(colours.rest, signs.bad);
  }
}

function ring(job: JobView, colour: string, sign: string | null): string {
  const step = job.total === 0 ? 0 : Math.floor((steps * settledOf(job)) / job.total);
  const circle = 'cx="8" cy="8" r="6" fill="none" stroke-width="4"';
  // Begins at the top. One that has gone nowhere has no round end to be seen.
  const gone = `<circle ${circle} stroke="${colour}" pathLength="${steps}" stroke-dasharray="${step} ${steps}" transform="rotate(-90 8 8)"/>`;
  return svg(`<circle ${circle} stroke="#c5ced5"/>${step === 0 ? "" : gone}${sign === null ? "" : line(sign, colour)}`);
}

function disc(colour: string, sign: string): string {
  return svg(`<circle cx="8" cy="8" r="8" fill="${colour}"/>${line(sign, "#fff")}`);
}

function line(path: string, colour: string): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round"/>`;
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${content}</svg>`;
}
