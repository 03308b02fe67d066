import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the built pages, `dist/app` of the package that this file or its bundle lies in; where there is none, the nearest that there could be. */
export function builtApp(from: string = import.meta.dirname): string {
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) {
    const app = join(folder, "dist/app");
    if (existsSync(join(app, "sandbox.html"))) return app;
  }
  return join(dirname(from), "dist/app");
}
