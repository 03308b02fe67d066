/** @typedef {import("./types.ts").BesideSpread} BesideSpread */
/** @typedef {import("./types.ts").Figure} Figure */
/** @typedef {import("./types.ts").RowReport} RowReport */
/** @typedef {import("./types.ts").Spread} Spread */

const head = ["figure", "ours", "beside it", "its figure", "ratio", "of the limit"];

/** Columns of numbers are flush right. */
const isNumeric = [false, true, false, true, true, true];

/**
 * The number with three significant digits, or all digits before the point.
 * @param {number} value
 */
export function formatNumber(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * Median and range, `1.92 s (1.88–2.10)`. Without a range for one run.
 * @param {Spread} spread @param {string} unit
 */
export function formatSpread({ runs, median, min, max }, unit) {
  const middle = `${formatNumber(median)} ${unit}`;
  return runs.length === 1 ? middle : `${middle} (${formatNumber(min)}–${formatNumber(max)})`;
}

/**
 * Lines of a figure: one with the first peer, and one for each further peer.
 * @param {string} row @param {Figure} figure
 * @returns {string[][]}
 */
function linesOf(row, { name, unit, ours, peers, limit }) {
  const beside = [
    ...peers.map((peer) => besideCells(peer.name, peer, unit, "peer")),
    ...(limit === null ? [] : [besideCells(`limit: ${limit.name}`, limit, unit, "limit")]),
  ];
  const first = [`${row}: ${name}`, formatSpread(ours, unit)];
  const [firstBeside = [], ...others] = beside;
  return [first.concat(firstBeside), ...others.map((cells) => ["", ""].concat(cells))];
}

/**
 * @param {string} label @param {BesideSpread} beside @param {string} unit @param {"peer" | "limit"} kind
 * @returns {string[]}
 */
function besideCells(label, beside, unit, kind) {
  if ("missing" in beside) return [label, `missing: ${beside.missing}`, "", ""];
  const value = formatSpread(beside, unit);
  return kind === "peer"
    ? [label, value, `${formatNumber(beside.times)} ×`, ""]
    : [label, value, "", `${formatNumber(100 * beside.times)} %`];
}

/**
 * The figures of all rows as one table for a terminal.
 * @param {readonly RowReport[]} rows
 */
export function formatTable(rows) {
  const lines = [head, ...rows.flatMap(({ name, figures }) => figures.flatMap((figure) => linesOf(name, figure)))];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? "").length)));
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const printed = lines.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumeric[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return [printed[0], rule, ...printed.slice(1)].join("\n");
}
