import type { WriterEvent } from "./record/journal-writer.ts";

/** What one start of a room says of itself. */
export type RoomEvent =
  /** What people see has changed. */
  | { readonly type: "changed" }
  /** A job on record is another one now. */
  | { readonly type: "record-changed" }
  /** Results have come; `hasEnded`: the last ones of a job. */
  | { readonly type: "table-changed"; readonly hasEnded: boolean }
  | { readonly type: "journal"; readonly event: WriterEvent };

export type Announce = (event: RoomEvent) => void;
