import type { TabId } from "../core/ids.ts";

/** A stay in a room as its tab remembers it, from the consent to the leaving: so a reload is no departure. */
export interface KeptStay {
  /** The coordinator knows the tab by it, and goes on with its count. */
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
  /** What was kept before this page was loaded; null where nothing was, or where another tab has it. */
  read(): Promise<KeptStay | null>;
  keep(stay: KeptStay): void;
  /** The stay is over: the next page of this tab asks first. */
  forget(): void;
}

/** Where nothing is to outlive the page. */
export const keepsNothing: StayKeeper = { read: async () => null, keep: () => {}, forget: () => {} };
