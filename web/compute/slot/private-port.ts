import { messageBuffers, type FrameAnswer, type SlotMessage, type SlotOrder, type SlotQuestion } from "../protocol.ts";

/** The slot's port to the page, out of the reach of task code. */
export interface PrivatePort {
  readonly sendMessage: (message: SlotMessage) => void;
  readonly askFrame: (question: SlotQuestion) => void;
  /** Calls the listener with each order, and with each answer of the frame, and starts the port. */
  readonly onOrder: (listener: (order: SlotOrder | FrameAnswer) => void) => void;
}

function isOrder(value: unknown): value is SlotOrder | FrameAnswer {
  return typeof value === "object" && value !== null && "type" in value;
}

/**
 * Wraps the port so that task code, which shares this Worker's global and may replace any built-in, never gets hold of it:
 * the port is neither `this` of a `postMessage` nor the target of an event whose `data` is read by a replaceable getter.
 * Task code can still change the values of its own job, which its author decides anyway, and of other jobs in this Worker.
 */
export function keepPrivate(port: MessagePort): PrivatePort {
  const post = port.postMessage.bind(port);
  // oxlint-disable-next-line typescript/unbound-method -- called on each event below
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get;
  if (data === undefined) throw new TypeError("MessageEvent has no getter for its data");
  const { apply } = Reflect;
  const { isArray } = Array;
  return {
    sendMessage: (message) => post(message, messageBuffers(message)),
    askFrame: (question) => post(question),
    onOrder: (listener) => {
      port.addEventListener("message", (event) => {
        const orders: unknown = apply(data, event, []);
        if (!isArray(orders)) return;
        // By index: task code may have replaced the iterator of arrays.
        // oxlint-disable-next-line typescript/prefer-for-of -- see above
        for (let at = 0; at < orders.length; at += 1) {
          const order: unknown = orders[at];
          if (isOrder(order)) listener(order);
        }
      });
      port.start();
    },
  };
}
