import { useEffect, useState } from "react";
import { inBackground } from "../../../core/in-background.ts";
import type { RoomCode } from "../../../core/ids.ts";
import type { RoomStore } from "../../../room/store.ts";
import { isProjectorInUrl, putRoomInUrl, roomInUrl } from "../../page-in-url.ts";
import { takeShownPicture, type ShownPicture } from "../picture/shown-picture.ts";
import { isAnswer, isAsk, RoomShower, windowsChannel, type Answer, type Ask, type RoomFacts } from "./shown-room.ts";

/* Windows of one browser that show one room: one runs it, and the others ask it again and again for as long as they show it. */

/** Milliseconds between two questions. A hidden window's timers are no slower. */
const askEachMs = 1_000;
/** A window that has not answered for so long does not run the room any more. */
const silentMs = 6_000;
/** A window that runs a room answers a question about any room within this time. */
const findMs = 1_000;

function openChannel(): BroadcastChannel | null {
  return "BroadcastChannel" in globalThis ? new BroadcastChannel(windowsChannel) : null;
}

function post(channel: BroadcastChannel, message: Ask | Answer): void {
  // A channel has no origin to name: the rule takes it for a window.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage(message);
}

/** Answers other windows of this browser that show the room. */
export function useShownRoom(store: RoomStore): void {
  useEffect(() => {
    const channel = openChannel();
    if (channel === null) return;
    const shower = new RoomShower({ store, now: () => performance.now(), takePicture: takeShownPicture });
    let isOpen = true;
    const answer = async (ask: Ask): Promise<void> => {
      const found = await shower.answer(ask);
      if (found !== null && isOpen) post(channel, found);
    };
    channel.addEventListener("message", ({ data }) => {
      if (!isAsk(data)) return;
      inBackground(answer(data), () => {});
    });
    return () => {
      isOpen = false;
      channel.close();
    };
  }, [store]);
}

/** A room that another window runs. */
export interface RoomBeside {
  readonly facts: RoomFacts;
  readonly picture: ShownPicture | null;
}

/** What the window that runs the room tells of it; null while none does, and where `code` is null. */
export function useRoomBeside(code: RoomCode | null): RoomBeside | null {
  const [beside, setBeside] = useState<RoomBeside | null>(null);
  useEffect(() => {
    const channel = code === null ? null : openChannel();
    if (channel === null) return;
    let heardAt = performance.now();
    let shown: Answer["picture"] = null;
    const take = ({ facts, picture }: Answer): void => {
      heardAt = performance.now();
      shown = picture ?? shown;
      setBeside({ facts, picture: shown });
    };
    const ask = (): void => {
      if (performance.now() - heardAt > silentMs) setBeside(null);
      post(channel, { type: "ask", code, picture: shown?.number ?? 0 });
    };
    channel.addEventListener("message", ({ data }) => {
      if (isAnswer(data) && data.code === code) take(data);
    });
    ask();
    const timer = setInterval(ask, askEachMs);
    return () => {
      clearInterval(timer);
      channel.close();
      setBeside(null);
    };
  }, [code]);
  return beside;
}

/**
 * For a projector's view whose address names no room: puts the room into it that another window of this browser runs, if one does. Whether it is
 * still looking for one.
 */
export function useRoomToShow(): boolean {
  const [isLooking, setLooking] = useState(() => isProjectorInUrl() && roomInUrl() === null);
  useEffect(() => {
    if (!isLooking) return;
    const channel = openChannel();
    const end = (): void => setLooking(false);
    const timer = setTimeout(end, channel === null ? 0 : findMs);
    channel?.addEventListener("message", ({ data }) => {
      if (!isAnswer(data)) return;
      putRoomInUrl(data.code);
      end();
    });
    if (channel !== null) post(channel, { type: "ask", code: null, picture: 0 });
    return () => {
      clearTimeout(timer);
      channel?.close();
    };
  }, [isLooking]);
  return isLooking;
}
