import type { Precision } from "../../../core/job/job.ts";
import type { MeanSoFar } from "../../../room/results/precision-reader.ts";
import { fewestNumbers, type NoHalfWidth } from "../../../room/results/running-mean.ts";
import { formatNumber, formatShortNumber } from "../picture/format-number.ts";

/** Places behind the point, and a size of the mean or its half-width, beyond which a number is written with its exponent. */
const mostPlaces = 12;
const largestWritten = 1e12;

/** `0.4987 ± 0.0098`: the half-width in two digits, and the mean as far as these reach. */
export function meanInWords({ mean, halfWidth }: Pick<MeanSoFar, "mean" | "halfWidth">): string {
  if (mean === null) return "too large";
  if (typeof halfWidth !== "number") return formatNumber(mean);
  const places = Math.max(0, 1 - Math.floor(Math.log10(halfWidth)));
  if (places > mostPlaces || Math.max(Math.abs(mean), halfWidth) >= largestWritten) {
    return `${formatNumber(mean)} ± ${formatNumber(halfWidth)}`;
  }
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  const written = new Intl.NumberFormat("en-US", digits);
  return `${written.format(mean)} ± ${written.format(halfWidth)}`;
}

/** `0.01`; `1% of it, 0.005` once there is a mean. */
export function targetInWords(soFar: MeanSoFar | null, { type, halfWidth }: Precision): string {
  if (type === "absolute") return formatNumber(halfWidth);
  const share = `${formatNumber(halfWidth)}%`;
  if (soFar === null || soFar.numbers === 0 || soFar.target === null || !Number.isFinite(soFar.target))
    return `${share} of it`;
  return `${share} of it, ${formatShortNumber(soFar.target)}`;
}

/** What the job waits for beside a small half-width; null where it is told already. */
export function missingInWords(halfWidth: MeanSoFar["halfWidth"]): string | null {
  return typeof halfWidth === "number" ? null : missing[halfWidth];
}

const missing: Readonly<Record<NoHalfWidth, string>> = {
  "too-few": `± is known from ${fewestNumbers} numbers on`,
  "all-equal": "all are the same: ± is said once one differs",
  "too-large": "too large for ±: this ends no job early",
};
