import { wordBuffers, type SlotOrder, type SlotWord } from "../protocol.ts";

/** The slot's way to the page. */
export interface PrivatePort {
  readonly say: (word: SlotWord) => void;
  readonly listen: (listener: (order: SlotOrder) => void) => void;
}

function isOrder(value: unknown): value is SlotOrder {
  return typeof value === "object" && value !== null && "type" in value;
}

/**
 * Task code shares this Worker's global and may replace any built-in, so the port never passes through one that it could
 * have replaced: neither as `this` of `postMessage` nor as the target of an event whose `data` is read. What it can still
 * do is to bend the values of its own job, whose author decides them anyway, and those of other jobs in this Worker.
 */
export function keepPrivate(port: MessagePort): PrivatePort {
  const post = port.postMessage.bind(port);
  // oxlint-disable-next-line typescript/unbound-method -- called on each event below
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get;
  if (data === undefined) throw new TypeError("MessageEvent has no getter for its data");
  const { apply } = Reflect;
  const { isArray } = Array;
  return {
    say: (word) => post(word, wordBuffers(word)),
    listen: (listener) => {
      port.addEventListener("message", (event) => {
        const orders: unknown = apply(data, event, []);
        if (!isArray(orders)) return;
        // By position: the iterator of arrays could have been replaced.
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
