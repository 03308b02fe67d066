import { formatCount, formatDuration, formatPart, formatRate } from "../../web/words/format.ts";

/** How far a run is. */
export interface RunProgress {
  readonly done: number;
  readonly failed: number;
  /** All inputs that there are; while some were not read, as many as the size of their file lets expect. null where nothing can be said. */
  readonly total: number | null;
  /** All that compute, this process among them. */
  readonly volunteers: number;
}

/** The rate counts what has come in so many milliseconds. */
const windowMs = 10_000;

/** What was done per second of late. */
export class Rate {
  readonly #seen: { readonly atMs: number; readonly count: number }[] = [];

  /** null while nothing can be said. `atMs`: a steady time. */
  note(atMs: number, count: number): number | null {
    this.#seen.push({ atMs, count });
    while (this.#seen.length > 2 && atMs - (this.#seen[0]?.atMs ?? 0) > windowMs) this.#seen.shift();
    const [first] = this.#seen;
    if (first === undefined || first.atMs === atMs) return null;
    return (1_000 * (count - first.count)) / (atMs - first.atMs);
  }
}

/** Characters of the bar. */
const barLength = 20;

/** In one line. `perSecond`: null while it is not known. */
export function progressLine(progress: RunProgress, perSecond: number | null): string {
  const { done, failed, total, volunteers } = progress;
  const settled = done + failed;
  const parts: string[] = [];
  if (total !== null && total > 0) {
    const part = Math.min(1, settled / total);
    const full = Math.floor(part * barLength);
    parts.push(`[${"#".repeat(full)}${"-".repeat(barLength - full)}]`, formatPart(part).padStart(5));
  }
  parts.push(`${formatCount(done)} done`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  if (perSecond !== null) parts.push(formatRate(perSecond));
  parts.push(volunteers === 0 ? "waiting for volunteers" : `${formatCount(volunteers)} computing`);
  if (total !== null && perSecond !== null && perSecond > 0 && settled < total) {
    parts.push(`${formatDuration((1_000 * (total - settled)) / perSecond)} left`);
  }
  return parts.join("  ");
}
