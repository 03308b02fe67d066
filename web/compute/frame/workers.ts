import { orderBuffers, wordBuffers, type FrameReport, type SlotOrder, type WorkerId } from "../protocol.ts";
import { parseSlotWord } from "../slot-messages.ts";
import { Traffic } from "./traffic.ts";

interface Held {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** The slots' Workers. What is said here is all that reaches the page; none of it is a task's to choose but result bytes. */
export class Workers {
  readonly #held = new Map<WorkerId, Held>();
  readonly #report: (report: FrameReport, transfer: Transferable[]) => void;
  readonly #slotUrl: string;

  constructor(slotUrl: string, report: (report: FrameReport, transfer: Transferable[]) => void) {
    this.#slotUrl = slotUrl;
    this.#report = report;
  }

  start(id: WorkerId): void {
    const worker = new Worker(this.#slotUrl);
    const { port1: port, port2 } = new MessageChannel();
    this.#held.set(id, { worker, port });
    const traffic = new Traffic();
    port.addEventListener("message", (event) => {
      const word = parseSlotWord(event.data);
      if (word === null) {
        this.#bury(id, "It sent what no slot sends.");
        return;
      }
      const transfer = wordBuffers(word);
      const bytes = transfer.reduce((sum, buffer) => sum + buffer.byteLength, 0);
      const excess = traffic.count(bytes, performance.now());
      if (excess === null) this.#report({ type: "worker-said", worker: id, word }, transfer);
      else this.#bury(id, excess);
    });
    port.start();
    // The slot lets no error of a task come this far: its own script failed, or the browser ended the thread.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#bury(id, event.message === "" ? "Its thread failed." : event.message);
    });
    worker.postMessage(null, [port2]);
  }

  tell(id: WorkerId, orders: readonly SlotOrder[]): void {
    this.#held.get(id)?.port.postMessage(orders, orderBuffers(orders));
  }

  end(id: WorkerId): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    held.port.close();
    held.worker.terminate();
  }

  #bury(id: WorkerId, detail: string): void {
    if (!this.#held.has(id)) return;
    this.end(id);
    this.#report({ type: "worker-died", worker: id, detail }, []);
  }
}
