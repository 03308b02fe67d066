import type { FrameReport } from "../protocol.ts";
import { openFrame, type FrameListener, type SandboxFrame } from "./sandbox-frame.ts";

export type TightFrame =
  | { readonly type: "ready"; readonly frame: SandboxFrame }
  | { readonly type: "leaky"; readonly escapes: readonly string[] }
  | { readonly type: "failed"; readonly reason: string };

/** The escapes have their own, shorter time limits; this one is for a frame that stops answering meanwhile. */
const escapesMs = 60_000;

/**
 * A frame that has been searched for ways out, each time anew: the page may be served differently now. `listener` hears
 * of it only once it is `ready`.
 */
export async function openTightFrame(
  container: HTMLElement,
  url: string,
  listener: FrameListener,
  signal: AbortSignal,
): Promise<TightFrame> {
  let ready = false;
  let settle: ((tried: FrameReport | string) => void) | null = null;
  const opened = await openFrame(
    container,
    url,
    {
      reported: (report) => (ready ? listener.reported(report) : settle?.(report)),
      died: (detail) => (ready ? listener.died(detail) : settle?.(detail)),
    },
    signal,
  );
  if (!opened.ok) return { type: "failed", reason: opened.reason };

  const { frame } = opened;
  const tried = await new Promise<FrameReport | string>((resolve) => {
    const timer = setTimeout(() => resolve("The sandbox did not answer while its ways out were tried."), escapesMs);
    settle = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    signal.addEventListener("abort", () => settle?.("The sandbox was closed."));
    frame.send({ type: "try-escapes", target: url });
  });
  if (
    typeof tried !== "string" &&
    tried.type === "escapes-tried" &&
    tried.failure === null &&
    tried.open.length === 0
  ) {
    ready = true;
    return { type: "ready", frame };
  }
  frame.close();
  if (typeof tried === "string") return { type: "failed", reason: tried };
  if (tried.type !== "escapes-tried") return { type: "failed", reason: "The sandbox spoke out of turn." };
  if (tried.failure !== null) return { type: "failed", reason: `The sandbox could not be checked. ${tried.failure}` };
  return { type: "leaky", escapes: tried.open };
}
