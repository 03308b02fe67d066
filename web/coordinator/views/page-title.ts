import type { RoomState } from "../../room/store.ts";
import { tallyInWords } from "./outcome.ts";

/** First part of the page's title: `7/10 · Room ABC234`. */
export function pageTitle({ room, job }: RoomState): string {
  const name = room.code === null ? "Opening a room" : `Room ${room.code}`;
  if (room.phase === "failed") return "Room failed";
  if (room.phase === "elsewhere") return `${name} is in another tab`;
  if (room.phase === "closed") return `${name} is closed`;
  if (job === null) return name;
  const count = `${job.done + job.failed}/${job.total}${job.isSealed ? "" : "+"}`;
  switch (job.phase) {
    case "running":
      return `${count} · ${name}`;
    case "waiting":
      return `Waiting ${count} · ${name}`;
    case "paused":
      return `Paused ${count} · ${name}`;
    case "done":
      return `${job.failed === 0 ? `Done ${count}` : tallyInWords(job)} · ${name}`;
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
