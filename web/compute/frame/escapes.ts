import { documentEscapes, loudEscapes, openEscapes, quietEscapes } from "../probe/attempts.ts";

export interface TriedEscapes {
  readonly open: readonly string[];
  readonly failure: string | null;
}

/** Longer than all attempts together may take, and than a Worker takes to start on a busy machine. */
const probeMs = 30_000;

function fromWorker(probeUrl: string, target: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(probeUrl);
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => reject(new Error(`A Worker did not answer within ${probeMs} ms.`)), probeMs);
    port1.addEventListener("message", (event) => {
      const open: unknown = event.data;
      clearTimeout(timer);
      worker.terminate();
      resolve(Array.isArray(open) ? open.map(String) : []);
    });
    port1.start();
    worker.addEventListener("error", (event) => {
      clearTimeout(timer);
      reject(new Error(`A Worker could not be started: ${event.message}`));
    });
    worker.postMessage(target, [port2]);
  });
}

/**
 * Tries the ways out: all of them from a Worker, as tasks have it but with everything still in its global, and from this
 * document what only a document has and what is refused in silence. The rest of the document's ways is tried where a
 * Worker got out: a Worker has this document's policy and no other, so what it is refused would be refused here once more,
 * with a second red line in the console for each.
 */
export async function tryEscapes(probeUrl: string, target: string): Promise<TriedEscapes> {
  const quiet = openEscapes([...quietEscapes(), ...documentEscapes()]);
  try {
    const inWorker = await fromWorker(probeUrl, target);
    const loud = inWorker.length === 0 ? [] : await openEscapes(loudEscapes(target));
    const inDocument = [...(await quiet), ...loud];
    return {
      open: [...inWorker.map((name) => `${name} (Worker)`), ...inDocument.map((name) => `${name} (frame)`)],
      failure: null,
    };
  } catch (error) {
    return { open: [], failure: error instanceof Error ? error.message : String(error) };
  }
}
