import type { TabId } from "../../core/ids.ts";
import { openChannel } from "./open-channel.ts";

/** How long another tab may take to answer for its id, in milliseconds. It does so at once unless its page is stalled. */
const answerLimitMs = 250;

const question = "Is a tab with this id open?";
const answer = "It is.";

const channelName = (tab: TabId): string => `tabpool.tab.${tab}`;

function say(channel: BroadcastChannel, text: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, and no such argument
  channel.postMessage(text);
}

let held: { readonly tab: TabId; readonly channel: BroadcastChannel } | null = null;

/** From now on this page answers for the id, until it goes. */
export function holdTab(tab: TabId): void {
  if (held?.tab === tab) return;
  held?.channel.close();
  held = null;
  const channel = openChannel(channelName(tab));
  if (channel === null) return;
  channel.addEventListener("message", ({ data }) => {
    if (data === question) say(channel, answer);
  });
  held = { tab, channel };
}

/** Whether another tab of this browser is the one with this id. Where browsers have no channel for it, none is. */
export async function isHeldElsewhere(tab: TabId): Promise<boolean> {
  const channel = openChannel(channelName(tab));
  if (channel === null) return false;
  const isHeld = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), answerLimitMs);
    channel.addEventListener("message", ({ data }) => {
      if (data !== answer) return;
      clearTimeout(timer);
      resolve(true);
    });
    say(channel, question);
  });
  channel.close();
  return isHeld;
}
