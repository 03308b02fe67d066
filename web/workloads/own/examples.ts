import type { Example } from "../workload.ts";

interface Source {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ readonly default: string }>;
}

const sources: readonly Source[] = [
  { id: "square", title: "Square each number", load: () => import("./examples/square.js?raw") },
  { id: "prime", title: "Test whether numbers are prime", load: () => import("./examples/prime.js?raw") },
  { id: "word-count", title: "Count the words of lines", load: () => import("./examples/word-count.js?raw") },
  { id: "pause", title: "Wait, in an async function", load: () => import("./examples/pause.js?raw") },
  { id: "progress", title: "Report progress", load: () => import("./examples/progress.js?raw") },
  { id: "shared-table", title: "Look up in a shared table", load: () => import("./examples/shared-table.js?raw") },
  { id: "file", title: "Search in a file", load: () => import("./examples/file.js?raw") },
  { id: "tiles", title: "Draw a picture in tiles", load: () => import("./examples/tiles.js?raw") },
  { id: "throws", title: "Throw for some inputs", load: () => import("./examples/throws.js?raw") },
  { id: "stops-early", title: "Stop at the first that is found", load: () => import("./examples/stops-early.js?raw") },
];

/** What the form has beside the program: all is left to the module. */
const leftToModule = { given: "list", list: "", title: "", unit: "", task: "", picture: "module" };

/** Small modules to start from. Each runs as it stands; none is loaded before it is chosen. */
export const examples: readonly Example[] = sources.map(({ id, title, load }) => ({
  id,
  title,
  async loadValues() {
    return { ...leftToModule, code: (await load()).default };
  },
}));
