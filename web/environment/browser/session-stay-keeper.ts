import { isTabId, type RoomCode } from "../../core/ids.ts";
import { parseDisplayName } from "../../words/display-name.ts";
import type { KeptStay, StayKeeper } from "../stay-keeper.ts";
import { holdTab, isHeldElsewhere } from "./held-tab-ids.ts";

/**
 * Keeps a stay in the tab's session storage, which outlives reloads, steps in the history and tabs that the browser puts
 * away and restores. A duplicated tab gets a copy of that storage and must not become the same volunteer: the tab that
 * keeps a stay answers for its id, and a copy is forgotten while it does.
 */
export function sessionStayKeeper(room: RoomCode): StayKeeper {
  const key = `tabpool.stay.${room}`;
  return {
    async read() {
      const kept = parseKeptStay(readText(key));
      if (kept === null) return null;
      if (!(await isHeldElsewhere(kept.tab))) return kept;
      forgetText(key);
      return null;
    },
    keep(stay) {
      holdTab(stay.tab);
      keepText(key, JSON.stringify(stay));
    },
    forget() {
      forgetText(key);
    },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Reads a kept stay; null where the text is none, as after a change by hand. */
export function parseKeptStay(text: string | null): KeptStay | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    if (typeof kept !== "object" || kept === null) return null;
    const { tab, name, slots, paused, wasIn, done, failed }: Partial<Record<keyof KeptStay, unknown>> = kept;
    if (!isTabId(tab) || typeof name !== "string" || parseDisplayName(name).type === "problem") return null;
    if (!isCount(slots) || slots < 1 || slots > 256 || !isCount(done) || !isCount(failed)) return null;
    return { tab, name, slots, paused: paused === true, wasIn: wasIn === true, done, failed };
  } catch {
    return null;
  }
}

// Some private windows bar storage; there a reload asks again.

function readText(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepText(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Barred or full: a reload asks again.
  }
}

function forgetText(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Barred: nothing was kept.
  }
}
