import type { DataChannel } from "node-datachannel";

type MessageListener = Parameters<DataChannel["onMessage"]>[0];
type Listens = Pick<DataChannel, "onOpen" | "onMessage" | "onClosed" | "close">;

/**
 * Has a channel tell of its opening before its first message, and of its close behind its last one. node-datachannel calls listeners
 * in the order in which they were set, whatever happened first, and drops the messages that it has not handed over when it tells of
 * the close. Of one that is closed here it tells at once: then not at all, since frames wait that links take to have arrived by then. Nor
 * does a channel tell that closes because its connection is lost (`isLost`): the connection tells that.
 */
export function inOrder<Channel extends Listens>(channel: Channel, isLost: () => boolean): Channel {
  let tellOpening: (() => void) | null = null;
  let tellMessage: MessageListener | null = null;
  let isOpen = false;
  let isClosedHere = false;
  const early: Parameters<MessageListener>[0][] = [];
  channel.onOpen(() => {
    isOpen = true;
    tellOpening?.();
    for (const message of early.splice(0)) tellMessage?.(message);
  });
  channel.onMessage((message) => {
    if (isOpen) tellMessage?.(message);
    else early.push(message);
  });
  const onClosed = channel.onClosed.bind(channel);
  const close = channel.close.bind(channel);
  const replaced: Listens = {
    onOpen(listener) {
      tellOpening = listener;
    },
    onMessage(listener) {
      tellMessage = listener;
    },
    onClosed(listener) {
      onClosed(() => {
        if (!isClosedHere && !isLost()) listener();
      });
    },
    close() {
      isClosedHere = true;
      close();
    },
  };
  // The prototype's are read-only: they cannot be assigned.
  return Object.defineProperties(channel, Object.getOwnPropertyDescriptors(replaced));
}
