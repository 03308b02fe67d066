/**
 * A volunteer's stories: prose, commands, and below each command the machine's orders and what has changed of its state.
 * `npx vitest run --project node web/core/volunteer/transcripts.test.ts -u` writes anew what comes of the commands: read the
 * difference as prose before it is committed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { replay } from "../testing/transcript.ts";
import { TranscriptPlayer } from "./testing/transcript-player.ts";

const folder = new URL("transcripts/", import.meta.url);

describe("the transcript", () => {
  test.each(readdirSync(folder))("%s tells what a volunteer's machine does", async (file) => {
    const path = new URL(file, folder);
    await expect(replay(readFileSync(path, "utf8"), new TranscriptPlayer().play)).toMatchFileSnapshot(path.pathname);
  });
});
