import type { SchedulerEffect } from "./effects.ts";
import type { SchedulerEvent } from "./events.ts";
import {
  clockInWords,
  digestFact,
  digestOrder,
  factInWords,
  numberedName,
  orderInWords,
  type FactDigest,
  type NameOf,
  type OrderDigest,
} from "./fact-words.ts";

type Line =
  | { readonly type: "fact"; readonly now: number; readonly fact: FactDigest }
  | { readonly type: "order"; readonly order: OrderDigest }
  /** Heartbeats that brought no order: hundreds of them between two facts worth a line. */
  | { readonly type: "heartbeats"; count: number };

const defaultMostLines = 10_000;

/**
 * The scheduler's last facts and orders, for a report of what went wrong. Bounded in lines, and each line in size: a batch is
 * kept as the runs of its tasks. Lines become text only when they are read.
 */
export class FactLog {
  readonly #most: number;
  readonly #lines: Line[] = [];
  /** Where the oldest line is, once the log is full. */
  #oldest = 0;
  #dropped = 0;

  constructor(mostLines = defaultMostLines) {
    this.#most = mostLines;
  }

  /** Lines that had to make room for newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  note(event: SchedulerEvent, orders: readonly SchedulerEffect[]): void {
    // Four a megabyte, and they say nothing that the end of the fetching does not.
    if (event.type === "piece-sent" && orders.length === 0) return;
    if (event.type === "heartbeat-arrived" && orders.length === 0) {
      this.#countHeartbeat();
      return;
    }
    this.#add({ type: "fact", now: event.now, fact: digestFact(event) });
    for (const order of orders) this.#add({ type: "order", order: digestOrder(order) });
  }

  #countHeartbeat(): void {
    const newest = this.#lines.at(this.#oldest - 1);
    if (newest?.type === "heartbeats") newest.count += 1;
    else this.#add({ type: "heartbeats", count: 1 });
  }

  #add(line: Line): void {
    if (this.#lines.length < this.#most) {
      this.#lines.push(line);
      return;
    }
    this.#lines[this.#oldest] = line;
    this.#oldest = (this.#oldest + 1) % this.#most;
    this.#dropped += 1;
  }

  /** One line for each fact, in the words of a transcript, and one below it for each order; oldest first. */
  toText(nameOf: NameOf = numberedName): string {
    const lines = [...this.#lines.slice(this.#oldest), ...this.#lines.slice(0, this.#oldest)];
    const words = lines.map((line) => lineInWords(line, nameOf));
    if (this.#dropped > 0) words.unshift(`${this.#dropped} earlier lines are not kept.`);
    return words.map((line) => `${line}\n`).join("");
  }
}

function lineInWords(line: Line, nameOf: NameOf): string {
  switch (line.type) {
    case "fact":
      return `${clockInWords(line.now)} > ${factInWords(line.fact, nameOf)}`;
    case "order":
      return `  ${orderInWords(line.order, nameOf)}`;
    case "heartbeats":
      return line.count === 1 ? "1 heartbeat without an order" : `${line.count} heartbeats without an order`;
  }
}
