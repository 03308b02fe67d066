import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { messageOf } from "../../core/message-of.ts";
import { afterPatience } from "../patience.ts";
import { documentEscapes, loudEscapes, openEscapes, quietEscapes } from "../probe/escapes.ts";
import { memoryHere } from "../probe/features.ts";

export interface TriedEscapes {
  readonly open: readonly string[];
  /** Of a Worker, and how much memory there is. */
  readonly features: readonly string[];
  readonly failure: ComputeTrouble | null;
}

/** Milliseconds until a Worker must have answered: more than all attempts together take, and a Worker's start on a busy machine. */
const probeTimeLimitMs = 30_000;

interface Probed {
  readonly open: readonly string[];
  readonly features: readonly string[];
}

function textsIn(holder: unknown, name: string): string[] {
  const found: unknown = typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
  return Array.isArray(found) ? found.map(String) : [];
}

function tryFromWorker(probeUrl: string, target: string): Promise<Probed | ComputeTrouble> {
  return new Promise((resolve) => {
    const worker = new Worker(probeUrl);
    const { port1, port2 } = new MessageChannel();
    const callOff = afterPatience(probeTimeLimitMs, () => resolve({ key: "worker-late", limitMs: probeTimeLimitMs }));
    port1.addEventListener("message", (event) => {
      const probed: unknown = event.data;
      callOff();
      worker.terminate();
      resolve({ open: textsIn(probed, "open"), features: textsIn(probed, "features") });
    });
    port1.start();
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      callOff();
      // Of a refusal by a policy the event says nothing more.
      resolve({ key: "thread-failed", message: event instanceof ErrorEvent ? event.message : "" });
    });
    worker.postMessage(target, [port2]);
  });
}

/**
 * Tries the ways out of the sandbox. A Worker tries all of them, with nothing removed from its global yet. This document
 * tries those that only a document has, and those that leave no line in the console. It tries the loud ones only if the
 * Worker got out: both have the same policy, so each refusal would only put a second red line into the console.
 */
export async function tryEscapes(probeUrl: string, target: string): Promise<TriedEscapes> {
  const quiet = openEscapes([...quietEscapes(), ...documentEscapes()]);
  try {
    const inWorker = await tryFromWorker(probeUrl, target);
    if ("key" in inWorker) return { open: [], features: [], failure: inWorker };
    const loud = inWorker.open.length === 0 ? [] : await openEscapes(loudEscapes(target));
    const inDocument = [...(await quiet), ...loud];
    return {
      open: [...inWorker.open.map((name) => `${name} (Worker)`), ...inDocument.map((name) => `${name} (frame)`)],
      features: [...inWorker.features, ...memoryHere()],
      failure: null,
    };
  } catch (error) {
    return { open: [], features: [], failure: { key: "sandbox-not-checked", message: messageOf(error) } };
  }
}
