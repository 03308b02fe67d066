import type { Feature } from "../../core/job/features.ts";
import type { FrameReport } from "../protocol.ts";
import { openFrame, type FrameListener, type SandboxFrame } from "./sandbox-frame.ts";

export type CheckedFrame =
  | { readonly type: "ready"; readonly frame: SandboxFrame; readonly features: readonly Feature[] }
  | { readonly type: "leaky"; readonly escapes: readonly string[] }
  | { readonly type: "failed"; readonly reason: string };

/** Milliseconds until the frame must have tried the escapes. Each has a shorter limit of its own; this one is for a frame that stops answering. */
const escapesTimeLimitMs = 60_000;

/**
 * Opens a frame and tries the ways out of it. Each frame is checked, since the server may send the page with another policy
 * than before. `listener` gets reports from the moment on at which the result is `ready`.
 */
export async function openCheckedFrame(
  container: HTMLElement,
  url: string,
  listener: FrameListener,
  signal: AbortSignal,
): Promise<CheckedFrame> {
  let ready = false;
  let settle: ((tried: FrameReport | string) => void) | null = null;
  const opened = await openFrame(
    container,
    url,
    {
      onReport: (report) => (ready ? listener.onReport(report) : settle?.(report)),
      onDeath: (detail) => (ready ? listener.onDeath(detail) : settle?.(detail)),
    },
    signal,
  );
  if (opened.type === "failed") return opened;

  const { frame } = opened;
  const tried = await new Promise<FrameReport | string>((resolve) => {
    const timer = setTimeout(
      () => resolve("The sandbox did not answer while its ways out were tried."),
      escapesTimeLimitMs,
    );
    settle = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    signal.addEventListener("abort", () => settle?.("The sandbox was closed."));
    frame.sendOrder({ type: "try-escapes", target: url });
  });
  if (
    typeof tried !== "string" &&
    tried.type === "escapes-tried" &&
    tried.failure === null &&
    tried.open.length === 0
  ) {
    ready = true;
    return { type: "ready", frame, features: tried.features };
  }
  frame.remove();
  if (typeof tried === "string") return { type: "failed", reason: tried };
  if (tried.type !== "escapes-tried")
    return { type: "failed", reason: "The sandbox sent an unexpected message while its ways out were tried." };
  if (tried.failure !== null) return { type: "failed", reason: `The sandbox could not be checked. ${tried.failure}` };
  return { type: "leaky", escapes: tried.open };
}
