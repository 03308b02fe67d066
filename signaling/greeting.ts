import { renderUnicodeCompact } from "uqr";

/** What the terminal shows once the server is up: where the coordinator goes, and where the volunteers. */
export function greeting(origin: string, lanOrigins: readonly string[]): string {
  const [lan, ...others] = lanOrigins;
  const lines = ["", "  Tabpool is up. Stop it with Ctrl+C.", "", `  Coordinator   ${origin}/coordinator`];
  if (lan === undefined) {
    lines.push(
      `  Volunteers    ${origin}/`,
      "",
      "  This machine has no address on a network here, or --host keeps the server off it:",
      "  only its own browsers can join.",
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
