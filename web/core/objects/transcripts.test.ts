/**
 * Stories of shared objects: prose, commands, and below each command what callers are answered.
 * `npx vitest run --project node web/core/objects/transcripts.test.ts -u` writes anew what comes of the commands: read the
 * difference as prose before it is committed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { replay } from "../testing/transcript.ts";
import { TranscriptPlayer } from "./testing/transcript-player.ts";

const folder = new URL("transcripts/", import.meta.url);

describe("the transcript", () => {
  test.each(readdirSync(folder))("%s tells what callers are answered", async (file) => {
    const path = new URL(file, folder);
    await expect(replay(readFileSync(path, "utf8"), new TranscriptPlayer().play)).toMatchFileSnapshot(path.pathname);
  });
});
