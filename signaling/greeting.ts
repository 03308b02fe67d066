import { renderUnicodeCompact } from "uqr";

/** The text for the terminal when the server is up: addresses for the coordinator and the volunteers. `isProxied`: others come through a proxy. */
export function greeting(origin: string, lanOrigins: readonly string[], isProxied: boolean): string {
  const [lan, ...others] = lanOrigins;
  const lines = ["", "  Tabpool is up. Stop it with Ctrl+C.", "", `  Coordinator   ${origin}/coordinator`];
  if (lan === undefined) {
    lines.push(
      `  Volunteers    ${origin}/`,
      "",
      ...(isProxied
        ? ["  Others come by the address of the proxy that --trust-proxy names."]
        : [
            "  Only browsers on this machine can join: it has no address on a network,",
            "  or --host limits the server to this machine.",
          ]),
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
