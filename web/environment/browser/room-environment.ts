import type { Pace } from "../../core/pace.ts";
import type { JournalSource } from "../../journal/journal-source.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import { openJournal } from "../../journal/open-journal.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import type { RoomEnvironment } from "../environment.ts";
import { browserBasics } from "./browser-basics.ts";
import { downloadSaver } from "./download-saver.ts";
import { startLocalHelper } from "./local-helper.ts";
import { servedAddress } from "./served-address.ts";
import { tabSeats } from "./tab-seat.ts";

const browserJournals: JournalSource = {
  openJournal,
  createTemporary: () => new MemoryJournal(),
  async findQuota() {
    // Missing on plain-http addresses of the local network.
    if (!("storage" in navigator)) return null;
    return (await navigator.storage.estimate()).quota ?? null;
  },
};

/** What a room in this page is made from: links by WebRTC and the server that the page is from, the browser's storage. */
export function browserRoomEnvironment(pace: Pace): RoomEnvironment {
  return {
    ...browserBasics(pace),
    ...servedAddress(location.origin),
    journals: browserJournals,
    seats: tabSeats,
    files: downloadSaver,
    createLinkPair: createMemoryLinkPair,
    startHelper: (dialer) => startLocalHelper(pace, dialer),
  };
}
