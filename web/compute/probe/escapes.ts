import { afterPatience } from "../patience.ts";

/** One way out of the sandbox. `attempt` tries it: true if it was open; false, a throw or a rejection if it was shut. */
export interface Escape {
  readonly name: string;
  readonly attempt: () => boolean | Promise<boolean>;
}

/** Milliseconds until an attempt without an answer counts as open: a policy refuses at once. */
const answerTimeLimitMs = 3000;

function openUnlessRefused(promise: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const callOff = afterPatience(answerTimeLimitMs, () => resolve(true));
    const settle = (open: boolean): void => {
      callOff();
      resolve(open);
    };
    promise.then(settle, () => settle(false));
  });
}

async function isOpen(escape: Escape): Promise<boolean> {
  try {
    return await openUnlessRefused(Promise.resolve(escape.attempt()));
  } catch {
    return false;
  }
}

/** Tries all of them at once, and resolves to the names of those that were open. */
export async function openEscapes(escapes: readonly Escape[]): Promise<string[]> {
  const open = await Promise.all(escapes.map(isOpen));
  return escapes.filter((_, i) => open[i]).map(({ name }) => name);
}

/** True if the event `good` comes before the event `bad`. */
function happensFirst(target: EventTarget, good: string, bad: string): Promise<boolean> {
  return new Promise((resolve) => {
    target.addEventListener(good, () => resolve(true));
    target.addEventListener(bad, () => resolve(false));
  });
}

/**
 * Part of each address that is tried. It marks the lines that the browser writes into the console about refusals, so that
 * people and tests can tell them from real errors.
 */
const selfTest = "sandbox-self-test";

/** Ways out whose refusal leaves no line in the console. */
export function quietEscapes(): Escape[] {
  return [
    { name: "an origin of its own", attempt: () => globalThis.origin !== "null" },
    {
      name: "eval",
      // oxlint-disable-next-line no-eval -- whether the policy forbids it is the question
      attempt: () => globalThis.eval("1") === 1,
    },
    {
      name: "IndexedDB",
      attempt: () => {
        const request = indexedDB.open("tabpool-escape");
        return happensFirst(request, "success", "error").finally(() => indexedDB.deleteDatabase("tabpool-escape"));
      },
    },
    {
      name: "caches",
      attempt: async () => {
        await caches.open("tabpool-escape");
        return true;
      },
    },
    {
      name: "private file system",
      attempt: async () => {
        await navigator.storage.getDirectory();
        return true;
      },
    },
  ];
}

/**
 * Ways out whose refusal leaves a red line in the console, which cannot be prevented. `target` is the address of a page of
 * the host's own origin that answers requests.
 */
export function loudEscapes(target: string): Escape[] {
  const at = (way: string): string => `${target}?${selfTest}=${way}`;
  return [
    {
      name: "fetch",
      attempt: async () => {
        await fetch(at("fetch"), { mode: "no-cors", cache: "no-store" });
        return true;
      },
    },
    {
      name: "XMLHttpRequest",
      attempt: () => {
        const request = new XMLHttpRequest();
        request.open("GET", at("xhr"));
        const answered = happensFirst(request, "load", "error");
        request.send();
        return answered;
      },
    },
    {
      name: "WebSocket",
      attempt: () => {
        const socket = new WebSocket(at("websocket").replace(/^http/, "ws"));
        return happensFirst(socket, "open", "error").finally(() => socket.close());
      },
    },
    {
      name: "EventSource",
      attempt: () => {
        const source = new EventSource(at("eventsource"));
        return happensFirst(source, "open", "error").finally(() => source.close());
      },
    },
    {
      name: "import of a URL",
      attempt: async () => {
        await import(/* @vite-ignore */ at("import"));
        return true;
      },
    },
    {
      name: "import of a data URL",
      attempt: async () => {
        const address: string = `data:text/javascript;name=${selfTest},export%20default%201`;
        await import(/* @vite-ignore */ address);
        return true;
      },
    },
  ];
}

/** Ways out that only a Worker has. */
export function workerEscapes(importScript: (url: string) => void): Escape[] {
  return [
    {
      name: "importScripts",
      attempt: () => {
        importScript(`data:text/javascript;name=${selfTest},0`);
        return true;
      },
    },
    {
      name: "Worker from a data URL",
      attempt: () => {
        const worker = new Worker(`data:text/javascript;name=${selfTest},postMessage(1)`);
        return happensFirst(worker, "message", "error").finally(() => worker.terminate());
      },
    },
  ];
}

/** Ways out that only a document has. Those that would leave a trace are not tried. */
export function documentEscapes(): Escape[] {
  return [
    { name: "the page around it", attempt: () => globalThis.parent.document !== null },
    { name: "the page's address", attempt: () => (globalThis.top?.location.href ?? "") !== "" },
    { name: "localStorage", attempt: () => globalThis.localStorage.length >= 0 },
    {
      name: "image",
      attempt: () => {
        const image = new Image();
        const loaded = happensFirst(image, "load", "error");
        image.src = `data:image/gif;name=${selfTest};base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7`;
        return loaded;
      },
    },
  ];
}
