import { join } from "node:path";
import { expect, test } from "vitest";
import { chunkOfPages } from "./page-chunks.ts";
import { root } from "./preconditions.mjs";

/** A graph in which the pages import these modules, and nothing imports more. */
function graphOf(imports: Readonly<Record<string, readonly string[]>>) {
  const infos = new Map(
    Object.entries(imports).map(([path, paths]) => [
      join(root, path),
      { importedIds: paths.map((imported) => join(root, imported)) },
    ]),
  );
  return { getModuleInfo: (id: string) => infos.get(id) ?? null };
}

test("puts what several pages need from the beginning into one chunk for each set of pages", () => {
  const graph = graphOf({
    "web/main.tsx": ["web/app.tsx", "react.js"],
    "web/home/home-page.tsx": ["field.ts", "mandelbrot.ts"],
    "web/coordinator/coordinator.tsx": ["field.ts", "mandelbrot.ts", "wire.ts", "scheduler.ts"],
    "web/volunteer/volunteer.tsx": ["field.ts", "wire.ts", "stay.ts"],
    "wire.ts": ["hash.js"],
  });
  const chunkOf = chunkOfPages();
  const chunks = [
    "react.js",
    "field.ts",
    "wire.ts",
    "hash.js",
    "mandelbrot.ts",
    "scheduler.ts",
    "stay.ts",
    "web/app.tsx",
  ].map((path) => [path, chunkOf(join(root, path), graph)]);
  expect(Object.fromEntries(chunks)).toEqual({
    "react.js": "common",
    "field.ts": "common",
    "wire.ts": "rooms",
    "hash.js": "rooms",
    "mandelbrot.ts": null,
    "scheduler.ts": null,
    "stay.ts": null,
    "web/app.tsx": null,
  });
});
