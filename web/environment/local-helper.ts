import type { Seen } from "../core/seen.ts";

export type HelperEvent =
  | { readonly type: "present" }
  /** It is not in the room and will not come by itself. */
  | { readonly type: "refused"; readonly seen: Seen | null }
  /** Anything else that people see of it. */
  | { readonly type: "changed" };

/** A volunteer beside its room, in the same page or process. */
export interface LocalHelper {
  /** Joins under this name; `listener` hears what becomes of it. */
  join(name: string, listener: (event: HelperEvent) => void): void;
  close(): void;
}
