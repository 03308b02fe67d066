import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UsageError } from "../../../signaling/usage.ts";

/** Programs that are looked for on the path. */
const names = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
];

/** Where systems keep it that have it on no path, below the folder that a variable of the environment names; "" for the root. */
const installed: readonly (readonly [variable: string, path: string])[] = [
  ["", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  ["", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
  ["PROGRAMFILES", "Google/Chrome/Application/chrome.exe"],
  ["PROGRAMFILES(X86)", "Google/Chrome/Application/chrome.exe"],
];

/**
 * The path of a Chrome or Chromium, or null: the one that `CHROME` names, or else one that is installed.
 *
 * @throws UsageError where there is none at the path that `CHROME` names.
 */
export function findBrowser(environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = environment["CHROME"] ?? "";
  if (named !== "" && !existsSync(named)) throw new UsageError(`CHROME names ${named}, and there is nothing.`);
  if (named !== "") return named;
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const elsewhere = installed.flatMap(([variable, path]) => {
    const folder = variable === "" ? "" : environment[variable];
    return folder === undefined ? [] : [join(folder, path)];
  });
  return [...onPath, ...elsewhere].find((path) => existsSync(path)) ?? null;
}
