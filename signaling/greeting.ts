import { renderUnicodeCompact } from "uqr";

/** The text for the terminal when the server is up: addresses for the coordinator and the volunteers. */
export function greeting(origin: string, lanOrigins: readonly string[]): string {
  const [lan, ...others] = lanOrigins;
  const lines = ["", "  Tabpool is up. Stop it with Ctrl+C.", "", `  Coordinator   ${origin}/coordinator`];
  if (lan === undefined) {
    lines.push(
      `  Volunteers    ${origin}/`,
      "",
      "  Only browsers on this machine can join: it has no address on a network,",
      "  or --host limits the server to this machine.",
    );
  } else {
    lines.push(
      `  Volunteers    ${lan}/`,
      ...others.map((other) => `                ${other}/`),
      "",
      ...renderUnicodeCompact(`${lan}/`, { border: 2 })
        .split("\n")
        .map((line) => `  ${line}`),
    );
  }
  return `${lines.join("\n")}\n\n`;
}
