/**
 * What spreadsheets begin a formula with, in plain and in full-width characters, behind whatever they read over: blanks,
 * line ends, tabs, no-break spaces, byte-order marks and other invisible characters.
 */
const formula = /^[\p{White_Space}\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** The same behind what Excel parts cells by in other countries. */
const laterFormula = /([;\t])((?:(?!\t)[\p{White_Space}\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** One line, as RFC 4180 has it. */
export function csvLine(cells: readonly (string | number)[], isForExcel = false): string {
  return `${cells.map((cell) => csvCell(cell, isForExcel)).join(",")}\r\n`;
}

/**
 * Quoted where RFC 4180 asks for it. Text that a spreadsheet would take for a formula gets an apostrophe in front: results
 * and names come from strangers.
 */
function csvCell(cell: string | number, isForExcel: boolean): string {
  if (typeof cell === "number") return Object.is(cell, -0) ? "-0" : String(cell);
  const guarded = formula.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
  const text = isForExcel ? guarded.replaceAll(laterFormula, "$1'$2") : guarded;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
