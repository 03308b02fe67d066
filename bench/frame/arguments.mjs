import { parseArgs } from "node:util";

/**
 * @typedef {object} Wanted
 * @property {"run"} type
 * @property {readonly string[]} names The rows to measure.
 * @property {number} repeat
 * @property {string | null} json Where the figures are to be written.
 * @property {boolean} profile
 * @property {boolean} short
 */
/** @typedef {Wanted | { type: "help" } | { type: "list" } | { type: "wrong", reason: string }} Command */

export const help = `npm run bench -- [ROW…] [options]

Measures Tabpool and its peers on this machine and prints one table; bench/README.md says what each row means.

  --list         the rows
  --repeat N     how often each row is measured (3): the table has medians and spreads
  --short        a tenth of the tasks: quick, and not for quoting
  --json FILE    writes the figures, and what machine they are from
  --profile      takes CPU profiles of our side in the first repeat, into .cache/profiles
  --help         this
`;

/**
 * @param {readonly string[]} argv
 * @param {readonly string[]} known The names of the rows.
 * @returns {Command}
 */
export function readArguments(argv, known) {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: "boolean" },
        list: { type: "boolean" },
        short: { type: "boolean" },
        profile: { type: "boolean" },
        repeat: { type: "string" },
        json: { type: "string" },
      },
    });
  } catch (error) {
    return { type: "wrong", reason: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { type: "help" };
  if (values.list === true) return { type: "list" };
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return { type: "wrong", reason: `there is no row "${unknown}"; there are ${known.join(", ")}.` };
  }
  const repeat = Number(values.repeat ?? 3);
  if (!Number.isSafeInteger(repeat) || repeat < 1) {
    return { type: "wrong", reason: `--repeat takes a whole number from 1, got "${values.repeat}".` };
  }
  return {
    type: "run",
    names: positionals.length === 0 ? known : known.filter((name) => positionals.includes(name)),
    repeat,
    json: values.json ?? null,
    profile: values.profile === true,
    short: values.short === true,
  };
}
