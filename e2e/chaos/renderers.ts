import type { Page } from "@playwright/test";

/** Process ids of a page and of its sandbox frame. */
export interface Renderers {
  readonly page: number;
  readonly frame: number;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function processOf(frames: readonly unknown[], isWanted: (frame: unknown) => boolean): number {
  const id = field(frames.find(isWanted), "processId");
  if (typeof id !== "number" || id <= 0) throw new Error("the trace names no process for a frame");
  return id;
}

/** A trace begins with all frames of the page and their processes; nothing else tells. Hangs while any renderer is stopped. */
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
  return {
    page: processOf(frames, (frame) => field(frame, "parent") === undefined),
    frame: processOf(frames, (frame) => String(field(frame, "url")).endsWith("/sandbox.html")),
  };
}
