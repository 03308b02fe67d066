import type { TabId } from "../core/ids.ts";

/** A stay in a room as its tab remembers it, from the consent until the volunteer leaves. With it a reload comes back into the room. */
export interface KeptStay {
  /** By this id the coordinator knows the volunteer again and goes on with its counts. */
  readonly tab: TabId;
  readonly name: string;
  readonly slots: number;
  readonly paused: boolean;
  /** Whether the coordinator has ever welcomed it. */
  readonly wasIn: boolean;
  /** Attempts that returned a value, and those that did not, over all loads of the page. */
  readonly done: number;
  readonly failed: number;
}

/** Where a stay is kept while its page is loaded anew. */
export interface StayKeeper {
  /** The stay that was kept before this page was loaded; null where there is none, or where another tab has it. */
  read(): Promise<KeptStay | null>;
  keep(stay: KeptStay): void;
  /** Forgets the stay, so that the next page of this tab asks before it joins. */
  forget(): void;
}

/** Keeps no stay beyond the page. */
export const keepsNothing: StayKeeper = { read: async () => null, keep: () => {}, forget: () => {} };
