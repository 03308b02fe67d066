import { orderBuffers, messageBuffers, type FrameReport, type SlotOrder, type WorkerId } from "../protocol.ts";
import { parseSlotMessage } from "../slot-messages.ts";
import { Traffic } from "./traffic.ts";

interface Held {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/**
 * The Workers of the slots. Only checked messages reach the page through here, so that a task decides nothing of them but
 * the bytes of its results.
 */
export class Workers {
  readonly #held = new Map<WorkerId, Held>();
  readonly #report: (report: FrameReport, transfer: Transferable[]) => void;
  readonly #slotUrl: string;

  constructor(slotUrl: string, report: (report: FrameReport, transfer: Transferable[]) => void) {
    this.#slotUrl = slotUrl;
    this.#report = report;
  }

  startWorker(id: WorkerId): void {
    const worker = new Worker(this.#slotUrl);
    const { port1: port, port2 } = new MessageChannel();
    this.#held.set(id, { worker, port });
    const traffic = new Traffic();
    port.addEventListener("message", (event) => {
      const message = parseSlotMessage(event.data);
      if (message === null) {
        this.#reportDeath(id, "Its Worker sent a malformed message.");
        return;
      }
      const transfer = messageBuffers(message);
      const bytes = transfer.reduce((sum, buffer) => sum + buffer.byteLength, 0);
      const excess = traffic.countMessage(bytes, performance.now());
      if (excess === null) this.#report({ type: "worker-message", worker: id, message }, transfer);
      else this.#reportDeath(id, excess);
    });
    port.start();
    // The slot stops errors of tasks. So its own script failed, or the browser ended the thread.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#reportDeath(id, event.message === "" ? "Its thread failed." : event.message);
    });
    worker.postMessage(null, [port2]);
  }

  forwardOrders(id: WorkerId, orders: readonly SlotOrder[]): void {
    this.#held.get(id)?.port.postMessage(orders, orderBuffers(orders));
  }

  endWorker(id: WorkerId): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    held.port.close();
    held.worker.terminate();
  }

  #reportDeath(id: WorkerId, detail: string): void {
    if (!this.#held.has(id)) return;
    this.endWorker(id);
    this.#report({ type: "worker-died", worker: id, detail }, []);
  }
}
