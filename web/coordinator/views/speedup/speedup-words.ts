import { formatBytes, formatCount, formatPlural, formatRate, formatRuntime } from "../../../words/format.ts";
import type { ByteRates } from "./byte-rates.ts";
import type { JobFigures, SlotTime } from "./job-ledger.ts";
import type { RateBins } from "./rate-bins.ts";
import { amdahl, type Speedup } from "./speedup.ts";

/** The parts of the slots' time in the order in which they are drawn, and what they are called. */
export const timeParts: readonly { readonly part: keyof SlotTime; readonly label: string; readonly meaning: string }[] =
  [
    { part: "computing", label: "Computing", meaning: "in tasks whose results counted" },
    { part: "overhead", label: "Overhead", meaning: "between two tasks that a slot had both in hand" },
    { part: "wire", label: "Wire", meaning: "sent, and not begun yet" },
    { part: "waiting", label: "Waiting", meaning: "without anything to do" },
    { part: "lost", label: "Lost", meaning: "in attempts that did not count" },
  ];

/** Parts of the whole in percent, rounded so that they come to 100. */
export function percents(time: SlotTime): Readonly<Record<keyof SlotTime, number>> {
  const all = timeParts.reduce((sum, { part }) => sum + time[part], 0);
  const exact = timeParts.map(({ part }) => ({ part, of: all === 0 ? 0 : (100 * time[part]) / all }));
  const rounded: Record<keyof SlotTime, number> = { computing: 0, wire: 0, overhead: 0, waiting: 0, lost: 0 };
  for (const { part, of } of exact) rounded[part] = Math.floor(of);
  let missing = all === 0 ? 0 : 100 - Object.values(rounded).reduce((sum, part) => sum + part, 0);
  for (const { part } of exact.toSorted((a, b) => (b.of % 1) - (a.of % 1))) {
    if (missing <= 0) break;
    rounded[part] += 1;
    missing -= 1;
  }
  return rounded;
}

/** The picture of the speed-up in sentences. */
export function speedupWords({ measured, slots, efficiency, serialPart }: Speedup): string {
  const first = `Speed-up ${formatFactor(measured)} with ${formatFactor(slots)} slots on average: ${Math.round(100 * efficiency)} % of their time went into computing.`;
  if (serialPart === null) return `${first} With a second slot there will be something to compare.`;
  if (serialPart < 0.0005)
    return `${first} No serial part is to be seen: more slots would make it faster in proportion.`;
  const doubled = formatFactor(amdahl(serialPart, 2 * slots));
  return `${first} By Amdahl’s law with the serial part measured here, ${formatPercent(serialPart)}, twice as many slots would come to ${doubled}, and any number to ${formatFactor(1 / serialPart)} at most.`;
}

/** The picture of the rates in a sentence. */
export function ratesWords({ bins, widthMs }: Pick<RateBins, "bins" | "widthMs">, figures: JobFigures): string {
  const perSecond = bins.map(({ settled }) => (1_000 * settled) / widthMs);
  const mean = figures.wallMs === 0 ? 0 : (1_000 * figures.tasks) / figures.wallMs;
  const most = Math.max(0, ...perSecond);
  const held = Math.max(0, ...bins.map(({ heldMs }) => heldMs / widthMs));
  const width = `${formatFactor(widthMs / 1_000)} s`;
  return `${formatRate(mean)} on average, ${formatRate(most)} in the best ${width}; up to ${formatPlural(Math.round(held), "task")} in flight.`;
}

/** The picture of the bytes in a sentence. */
export function bytesWords(rates: ByteRates["rates"]): string {
  const last = rates.at(-1);
  if (last === undefined) return "Bytes are measured for as long as this view is open.";
  const told = `${formatBytes(Math.round(last.sent))}/s to volunteers and ${formatBytes(Math.round(last.received))}/s from them now`;
  const most = Math.max(...rates.map(({ sent, received }) => sent + received));
  return `${told}, ${formatBytes(Math.round(most))}/s at most. This tab’s own help sends nothing.`;
}

/** Part of its time that a slot may lose between tasks: with more of it tasks count as too small. */
const overheadWished = 0.1;

/** What to do about the largest loss, in one sentence. `isOver`: whether the job has ended. */
export function adviceWords({ slotTime, tasks, mostSlots }: JobFigures, isOver: boolean): string {
  const part = percents(slotTime);
  const between = slotTime.overhead + slotTime.wire;
  if (part.computing >= 80) return "Nearly all time went into computing: more slots would make it faster.";
  const losses = [part.overhead + part.wire, part.waiting, part.lost];
  const worst = losses.indexOf(Math.max(...losses));
  if (worst === 2) {
    return `${part.lost} % went into attempts that did not count: errors, second copies, and volunteers that were lost; the failures and the timeline tell which.`;
  }
  if (worst === 0 && tasks > 0) {
    const meanMs = slotTime.computing / tasks;
    const factor = between / tasks / (overheadWished / (1 - overheadWished)) / Math.max(meanMs, 0.01);
    const size = `${part.overhead + part.wire} % went into what is around tasks of ${formatRuntime(meanMs)}`;
    return `Tasks are too small: ${size}; try ${formatCount(roundUp(factor))} × larger ones.`;
  }
  if (isOver && tasks < 2 * mostSlots) {
    return `Slots waited for ${part.waiting} % of their time: ${formatPlural(tasks, "task")} for ${formatPlural(mostSlots, "slot")} leave some without any; make more and smaller ones.`;
  }
  return isOver
    ? `Slots waited for ${part.waiting} % of their time: at the end for the longest tasks, or while the job was paused; smaller tasks end together.`
    : `Slots wait for ${part.waiting} % of their time: the job is paused, its inputs come slowly, or newcomers are tried with a few tasks first.`;
}

/** One digit that counts, upwards: 2, 10, 300. */
function roundUp(factor: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(factor)));
  return Math.max(2, Math.ceil(factor / power) * power);
}

/** `0.8`, `5.1`, `28` */
function formatFactor(factor: number): string {
  return factor < 9.95 ? factor.toFixed(1) : formatCount(factor);
}

/** `0.4 %`, `12 %` */
function formatPercent(part: number): string {
  return 100 * part < 9.95 ? `${(100 * part).toFixed(1)} %` : `${Math.round(100 * part)} %`;
}
