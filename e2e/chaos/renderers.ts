import type { Page } from "@playwright/test";

/** Process ids of a page and of its sandbox frame; null while the frame is being replaced. */
export interface Renderers {
  readonly page: number;
  readonly frame: number | null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function processOf(frames: readonly unknown[], isWanted: (frame: unknown) => boolean): number | null {
  const id = field(frames.find(isWanted), "processId");
  return typeof id === "number" && id > 0 ? id : null;
}

/** Reads the processes of a page's frames from the beginning of a trace, the only source. Hangs while any renderer is stopped. */
export async function renderersOf(page: Page): Promise<Renderers> {
  const session = await page.context().newCDPSession(page);
  const frames: unknown[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    const start: unknown = value.find((event) => field(event, "name") === "TracingStartedInBrowser");
    const found = field(field(field(start, "args"), "data"), "frames");
    if (Array.isArray(found)) frames.push(...found);
  });
  const complete = new Promise((resolve) => {
    session.once("Tracing.tracingComplete", resolve);
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline"], excludedCategories: ["*"] },
  });
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const main = processOf(frames, (frame) => field(frame, "parent") === undefined);
  if (main === null) throw new Error("the trace names no process for the page");
  return {
    page: main,
    frame: processOf(frames, (frame) => String(field(frame, "url")).endsWith("/sandbox.html")),
  };
}
