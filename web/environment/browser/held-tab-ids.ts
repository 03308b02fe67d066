import type { TabId } from "../../core/ids.ts";
import { openChannel } from "./open-channel.ts";

/** Milliseconds that another tab may take to answer for its id. It answers at once unless its page is stalled. */
const answerLimitMs = 250;

const question = "Is a tab with this id open?";
const answer = "It is.";

const channelName = (tab: TabId): string => `tabpool.tab.${tab}`;

function postText(channel: BroadcastChannel, text: string): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, and no such argument
  channel.postMessage(text);
}

let held: { readonly tab: TabId; readonly channel: BroadcastChannel } | null = null;

/** Lets this page answer for the id, in place of the one before, until it is unloaded. */
export function holdTab(tab: TabId): void {
  if (held?.tab === tab) return;
  held?.channel.close();
  held = null;
  const channel = openChannel(channelName(tab));
  if (channel === null) return;
  channel.addEventListener("message", ({ data }) => {
    if (data === question) postText(channel, answer);
  });
  held = { tab, channel };
}

/** Whether another tab of this browser answers for the id; false where the browser has no channel between tabs. */
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
    postText(channel, question);
  });
  channel.close();
  return isHeld;
}
