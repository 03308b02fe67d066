import { WebSocket } from "ws";

/**
 * @typedef {object} Target
 * @property {string} type `page`, `iframe`, `worker`, …
 * @property {string} url
 * @property {(method: string, parameters?: object) => Promise<Answer>} send
 */

/**
 * The used parts of the protocol's answers. `Profiler.stop` answers a profile.
 * @typedef {{ profile?: import("./self-times.mjs").CpuProfile }} Answer
 */

/**
 * An answer if it has an id, otherwise an event. The used events are of targets that come and go.
 * @typedef {object} Message
 * @property {number} [id] @property {Answer} [result] @property {{ message: string }} [error]
 * @property {string} [method]
 * @property {{ sessionId: string, targetInfo: { type: string, url: string } }} [params]
 */

/** Milliseconds without a new target after which all are known. */
const settleMs = 500;

/** Attaches to all targets of a browser by its protocol: Playwright reaches pages only, not frames of other origins and Workers. */
class DevTools {
  /** @type {Map<number, { sessionId: string | undefined, resolve: (result: Answer) => void, reject: (error: Error) => void }>} */
  #awaited = new Map();
  /** @type {Target[]} */
  #targets = [];
  #next = 0;

  /** @param {WebSocket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) this.#receive(JSON.parse(data.toString("utf8")));
    });
  }

  /**
   * @param {string} method @param {object} [parameters] @param {string} [sessionId]
   * @returns {Promise<Answer>}
   */
  send(method, parameters = {}, sessionId) {
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve, reject) => {
      this.#awaited.set(id, { sessionId, resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params: parameters, sessionId }));
    });
  }

  /** @param {Message} message */
  #receive({ id, result, error, method, params }) {
    if (method === "Target.attachedToTarget" && params !== undefined) this.#attached(params);
    if (method === "Target.detachedFromTarget" && params !== undefined) this.#detached(params.sessionId);
    if (id === undefined) return;
    const awaited = this.#awaited.get(id);
    this.#awaited.delete(id);
    if (error === undefined) awaited?.resolve(result ?? {});
    else awaited?.reject(new Error(error.message));
  }

  /** @param {{ sessionId: string, targetInfo: { type: string, url: string } }} attached */
  #attached({ sessionId, targetInfo: { type, url } }) {
    this.#targets.push({ type, url, send: (method, parameters) => this.send(method, parameters, sessionId) });
    // Attaches to targets that this one starts, too.
    void this.#follow(sessionId);
  }

  /**
   * Rejects open requests of a target that is gone.
   * @param {string} gone
   */
  #detached(gone) {
    for (const [id, { sessionId, reject }] of this.#awaited) {
      if (sessionId !== gone) continue;
      this.#awaited.delete(id);
      reject(new Error("the target is gone"));
    }
  }

  /** @param {string | undefined} sessionId */
  async #follow(sessionId) {
    const how = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    // Fails for a target that is gone already, which starts no others.
    await this.send("Target.setAutoAttach", how, sessionId).catch(() => {});
  }

  /** Everything in this browser that runs JavaScript. */
  async attachAll() {
    await this.#follow(undefined);
    for (let known = -1; known !== this.#targets.length;) {
      known = this.#targets.length;
      await new Promise((resolve) => {
        setTimeout(resolve, settleMs);
      });
    }
    return this.#targets.filter(({ type }) => ["page", "iframe", "worker"].includes(type));
  }

  close() {
    this.socket.close();
  }
}

/** @param {number} port */
export async function connectDevTools(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/json/version`);
  /** @type {{ webSocketDebuggerUrl: string }} */
  const { webSocketDebuggerUrl } = JSON.parse(await answer.text());
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false, maxPayload: 2 ** 30 });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return new DevTools(socket);
}
