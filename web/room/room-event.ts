import type { WriterEvent } from "./record/journal-writer.ts";

/** What one start of a room says of itself. */
export type RoomEvent =
  /** What people see has changed. `isEnd`: a job has ended, which is shown without delay. */
  | { readonly type: "changed"; readonly isEnd?: boolean }
  /** A job on record is another one now. */
  | { readonly type: "record-changed" }
  | { readonly type: "journal"; readonly event: WriterEvent };

export type Announce = (event: RoomEvent) => void;
