import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import type { Standstills } from "../../core/standstills.ts";
import {
  orderBuffers,
  messageBuffers,
  type FrameAnswer,
  type SlotOrder,
  type WorkerId,
  type WorkerOrder,
  type WorkerReport,
} from "../protocol.ts";
import { parseSlotMessage } from "../slot-messages.ts";
import { parseSlotQuestion } from "./slot-question.ts";
import { Traffic } from "./traffic.ts";

/**
 * Milliseconds that a task has to stop by itself once it is not wanted any more. Long enough for a turn of the event loop on a
 * busy machine; short, because a task that does not listen computes in vain meanwhile.
 */
const graceMs = 200;

/**
 * Most Workers that have their grace at a time; a further one is ended at once. A coordinator may open and close jobs faster
 * than their Workers end, and each takes a thread and some megabytes.
 */
const mostRetiring = 16;

/** A Worker that runs the slot's script. */
export interface StartedWorker {
  /** The page's end of the port that the slot has. */
  readonly port: MessagePort;
  terminate(): void;
}

/** Starts a Worker. `onFailure` is told why it has ended by itself: in words of the platform, which may be none. */
export type StartWorker = (onFailure: (message: string) => void) => StartedWorker;

/**
 * The Workers of the slots. Only checked messages reach the page through here, so that a task decides nothing of them but
 * the bytes of its results.
 */
export class Workers {
  readonly #held = new Map<WorkerId, StartedWorker>();
  /** Those of `#held` that nothing is passed on of any more, each with the timer that ends its grace. */
  readonly #retiring = new Map<WorkerId, ReturnType<typeof setTimeout>>();
  readonly #start: StartWorker;
  readonly #report: (report: WorkerReport, transfer: ArrayBuffer[]) => void;
  readonly #standstills: Standstills;

  constructor(
    start: StartWorker,
    report: (report: WorkerReport, transfer: ArrayBuffer[]) => void,
    standstills: Standstills,
  ) {
    this.#start = start;
    this.#report = report;
    this.#standstills = standstills;
  }

  carryOut(order: WorkerOrder): void {
    switch (order.type) {
      case "start-worker":
        this.startWorker(order.worker);
        break;
      case "end-worker":
        this.endWorker(order.worker);
        break;
      case "retire-worker":
        this.retireWorker(order.worker);
        break;
      case "forward-orders":
        this.forwardOrders(order.worker, order.orders);
        break;
    }
  }

  startWorker(id: WorkerId): void {
    const worker = this.#start((message) => this.#reportDeath(id, { key: "thread-failed", message }));
    const { port } = worker;
    this.#held.set(id, worker);
    const traffic = new Traffic();
    port.addEventListener("message", (event) => {
      if (!this.#held.has(id)) return;
      const question = parseSlotQuestion(event.data);
      if (question !== null) {
        this.#answer(id, port, question.ms, traffic);
        return;
      }
      const message = parseSlotMessage(event.data);
      if (message === null) {
        this.#reportDeath(id, { key: "malformed-slot-message" });
        return;
      }
      const transfer = messageBuffers(message);
      const bytes = transfer.reduce((sum, buffer) => sum + buffer.byteLength, 0);
      const excess = traffic.countMessage(bytes, performance.now(), message.type === "called");
      if (excess !== null) this.#reportDeath(id, excess);
      else if (!this.#retiring.has(id)) this.#report({ type: "worker-message", worker: id, message }, transfer);
      else if (message.type === "retired") this.endWorker(id);
    });
    port.start();
  }

  #answer(id: WorkerId, port: MessagePort, askedMs: number, traffic: Traffic): void {
    const now = performance.now();
    const excess = traffic.countMessage(0, now);
    if (excess !== null) {
      this.#reportDeath(id, excess);
      return;
    }
    const answer: FrameAnswer = { type: "stood-still", ms: this.#standstills.within(askedMs, now) };
    port.postMessage([answer]);
  }

  forwardOrders(id: WorkerId, orders: readonly SlotOrder[]): void {
    this.#held.get(id)?.port.postMessage(orders, orderBuffers(orders));
  }

  endWorker(id: WorkerId): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    clearTimeout(this.#retiring.get(id));
    this.#retiring.delete(id);
    held.port.close();
    held.terminate();
  }

  endAll(): void {
    for (const id of this.#held.keys()) this.endWorker(id);
  }

  /**
   * Ends the Worker once its task has settled, at the latest after the grace, and at once if too many have theirs. Nothing
   * that it still says is passed on, but it is bounded as before.
   */
  retireWorker(id: WorkerId): void {
    if (!this.#held.has(id) || this.#retiring.has(id)) return;
    if (this.#retiring.size >= mostRetiring) {
      this.endWorker(id);
      return;
    }
    this.#retiring.set(
      id,
      setTimeout(() => this.endWorker(id), graceMs),
    );
    this.forwardOrders(id, [{ type: "retire" }]);
  }

  /** Ends the Worker, and reports that where it is still wanted. */
  #reportDeath(id: WorkerId, trouble: ComputeTrouble): void {
    if (!this.#held.has(id)) return;
    const isWanted = !this.#retiring.has(id);
    this.endWorker(id);
    if (isWanted) this.#report({ type: "worker-died", worker: id, trouble }, []);
  }
}
