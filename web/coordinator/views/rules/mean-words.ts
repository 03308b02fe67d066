import type { Precision } from "../../../core/job/job.ts";
import type { MeanSoFar } from "../../../room/results/precision-reader.ts";
import { formatNumber } from "../picture/format-number.ts";

/** Places behind the point, and a size of the mean, beyond which a number is written with its exponent. */
const mostPlaces = 12;
const largestWritten = 1e12;

const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** `0.4987 ± 0.0098`: the half-width in two digits, and the mean as far as these reach. */
export function meanInWords({ mean, halfWidth }: Pick<MeanSoFar, "mean" | "halfWidth">): string {
  if (halfWidth === null) return formatNumber(mean);
  const places = halfWidth === 0 ? 0 : Math.max(0, 1 - Math.floor(Math.log10(halfWidth)));
  if (halfWidth === 0 || places > mostPlaces || Math.abs(mean) >= largestWritten) {
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
  return soFar === null || soFar.numbers === 0 ? `${share} of it` : `${share} of it, ${short.format(soFar.target)}`;
}
