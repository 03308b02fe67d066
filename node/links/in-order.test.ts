import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

type Message = string | Buffer | ArrayBuffer;

/** A channel of node-datachannel, whose callbacks the test calls. `set`: the listeners, in the order in which they were set. */
class ScriptedChannel {
  readonly set: string[] = [];
  open: () => void = () => {};
  message: (message: Message) => void = () => {};
  closed: () => void = () => {};
  isClosed = false;

  onOpen(listener: () => void): void {
    this.set.push("open");
    this.open = listener;
  }

  onMessage(listener: (message: Message) => void): void {
    this.set.push("message");
    this.message = listener;
  }

  onClosed(listener: () => void): void {
    this.set.push("closed");
    this.closed = listener;
  }

  close(): void {
    this.isClosed = true;
    this.closed();
  }
}

function followed(isLost = false): {
  readonly scripted: ScriptedChannel;
  readonly channel: ScriptedChannel;
  readonly told: string[];
} {
  const scripted = new ScriptedChannel();
  const channel = inOrder(scripted, () => isLost);
  const told: string[] = [];
  channel.onClosed(() => told.push("closed"));
  channel.onMessage((message) => told.push(typeof message === "string" ? message : "bytes"));
  channel.onOpen(() => told.push("open"));
  return { scripted, channel, told };
}

test("a message that comes ahead of the opening is told behind it", () => {
  const { scripted, told } = followed();
  scripted.message("1");
  expect(told).toEqual([]);
  scripted.open();
  scripted.message("2");
  scripted.closed();
  expect(told).toEqual(["open", "1", "2", "closed"]);
});

test("of what has come at once the opening is told first and the close last, in whatever order it is asked for", () => {
  expect(followed().scripted.set).toEqual(["open", "message", "closed"]);
});

test("a close of this side is not told: frames of it are still on their way", () => {
  const { scripted, channel, told } = followed();
  scripted.open();
  channel.close();
  expect(scripted.isClosed).toBe(true);
  expect(told).toEqual(["open"]);
});

test("a channel that closes since its connection is lost does not tell, but hands over what came ahead of that", () => {
  const { scripted, told } = followed(true);
  scripted.open();
  scripted.message("goodbye");
  scripted.closed();
  expect(told).toEqual(["open", "goodbye"]);
});
