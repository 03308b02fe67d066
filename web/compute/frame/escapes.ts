import { commonEscapes, documentEscapes, openEscapes } from "../probe/attempts.ts";

export interface TriedEscapes {
  readonly open: readonly string[];
  readonly failure: string | null;
}

/** Longer than any single attempt may take. */
const probeMs = 8000;

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

/** Tries the ways out from a Worker whose global still has everything, and from this document what leaves no trace. */
export async function tryEscapes(probeUrl: string, target: string): Promise<TriedEscapes> {
  const fromDocument = openEscapes([...commonEscapes(target), ...documentEscapes()]);
  try {
    const inWorker = await fromWorker(probeUrl, target);
    const inDocument = await fromDocument;
    return {
      open: [...inWorker.map((name) => `${name} (Worker)`), ...inDocument.map((name) => `${name} (frame)`)],
      failure: null,
    };
  } catch (error) {
    return { open: [], failure: error instanceof Error ? error.message : String(error) };
  }
}
