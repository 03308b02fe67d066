import type { RoomState } from "../../room/store.ts";
import { isFlawless, settledOf, tallyInWords } from "./outcome.ts";

/** First part of the page's title: `7/10 · Room ABC234`. */
export function pageTitle({ room, job }: RoomState): string {
  const name = room.code === null ? "Opening a room" : `Room ${room.code}`;
  if (room.phase === "failed") return "Room failed";
  if (room.phase === "elsewhere") return `${name} is in another tab`;
  if (room.phase === "closed") return `${name} is closed`;
  if (job === null) return name;
  const count = `${settledOf(job)}/${job.total}${job.isSealed ? "" : "+"}`;
  switch (job.phase) {
    case "running":
      return `${count} · ${name}`;
    case "waiting":
      return `Waiting ${count} · ${name}`;
    case "idle":
      return `Waiting for inputs ${count} · ${name}`;
    case "paused":
      return `Paused ${count} · ${name}`;
    case "done":
      return `${isFlawless(job) ? `Done ${count}` : tallyInWords(job)} · ${name}`;
    case "stopped":
      return `Stopped ${count} · ${name}`;
    case "ended-early":
      return `Ended early ${count} · ${name}`;
    case "cancelled":
      return `Cancelled ${count} · ${name}`;
    case "interrupted":
      return `Not finished ${count} · ${name}`;
  }
}
