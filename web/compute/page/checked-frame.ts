import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { afterPatience } from "../patience.ts";
import type { FrameReport } from "../protocol.ts";
import type { SandboxPage } from "../sandbox-page.ts";
import type { Frame, FrameListener, FrameStart } from "./frame.ts";
import { openFrame } from "./sandbox-frame.ts";

/** Milliseconds until the frame must have tried the escapes. Each has a shorter limit of its own; this one is for a frame that stops answering. */
const escapesTimeLimitMs = 60_000;

/**
 * Opens a frame and tries the ways out of it. Each frame is checked, since the server may send the page with another policy
 * than before.
 */
export async function openCheckedFrame(
  container: HTMLElement,
  page: SandboxPage,
  listener: FrameListener,
  signal: AbortSignal,
): Promise<FrameStart> {
  let ready = false;
  let settle: ((tried: FrameReport | ComputeTrouble) => void) | null = null;
  const opened = await openFrame(
    container,
    page,
    {
      onReport: (report) => (ready && report.type !== "escapes-tried" ? listener.onReport(report) : settle?.(report)),
      onStandstill: (ms) => listener.onStandstill(ms),
      onDeath: (trouble) => (ready ? listener.onDeath(trouble) : settle?.(trouble)),
    },
    signal,
  );
  if (opened.type === "failed") return opened;

  const { frame } = opened;
  const tried = await new Promise<FrameReport | ComputeTrouble>((resolve) => {
    const callOff = afterPatience(escapesTimeLimitMs, () => resolve({ key: "sandbox-silent" }));
    settle = (answer) => {
      callOff();
      resolve(answer);
    };
    signal.addEventListener("abort", () => settle?.({ key: "sandbox-closed" }));
    frame.sendOrder({ type: "try-escapes", target: page.target });
  });
  const checked = judged(tried, frame, page);
  if (checked.type === "ready") ready = true;
  else frame.remove();
  return checked;
}

function judged(tried: FrameReport | ComputeTrouble, frame: Frame, { whenRefused }: SandboxPage): FrameStart {
  if ("key" in tried) return { type: "failed", trouble: tried };
  if (tried.type !== "escapes-tried") return { type: "failed", trouble: { key: "malformed-frame-report" } };
  const { open, features, failure } = tried;
  // A Worker that does nothing yet fails for no other reason.
  if (failure?.key === "thread-failed") return { type: "failed", trouble: whenRefused ?? failure };
  if (failure !== null) return { type: "failed", trouble: failure };
  return open.length > 0 ? { type: "leaky", escapes: open } : { type: "ready", frame, features };
}
