import { expect, test } from "vitest";
import { checkDefinition } from "../core/job/job-definition.ts";
import { sampleJob } from "../core/job/testing/sample-job.ts";
import { inData } from "../core/keyed.ts";
import type { SharedWrong } from "../words/job-sayings.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { toBase64 } from "../core/values/base64.ts";
import { holdsJob, linkTo, maxLinkedBytes, maxLinkLength, readLink } from "./job-link.ts";
import { writeJob } from "./job-text.ts";

const page = "http://room.test/coordinator";
const clock = new ManualClock();
const definition = checkDefinition(sampleJob({ inputs: { type: "list", values: [27, "ü"] } }));
const text = writeJob({ definition, blobs: [] });

async function madeLink(of = text): Promise<string> {
  const link = await linkTo(page, of);
  if (link.type === "problem") throw new Error(inData(link.problem));
  return link.value;
}

function fragmentOf(link: string): string {
  return new URL(link).hash;
}

async function problemIn(fragment: string): Promise<SharedWrong> {
  const read = await readLink(fragment, clock);
  if (read.type === "value") throw new Error("it was read");
  expect(read.problem.remedy).toEqual({ key: "ask-for-link-again" });
  return read.problem.what;
}

test("a link holds the whole job behind its #, in characters that addresses leave alone", async () => {
  const link = await madeLink();
  expect(link).toMatch(/^http:\/\/room\.test\/coordinator#job=1[A-Za-z0-9_-]+$/);
  expect(holdsJob(fragmentOf(link))).toBe(true);
  expect(holdsJob("#secret")).toBe(false);
  const read = await readLink(fragmentOf(link), clock);
  expect(read).toEqual({ type: "value", value: { definition, blobs: [] } });
});

test("a link that was cut or changed at any place is damaged", async () => {
  const fragment = fragmentOf(await madeLink());
  const start = "#job=".length;
  for (let at = start; at < fragment.length; at += 5) {
    const changed = `${fragment.slice(0, at)}${fragment[at] === "x" ? "y" : "x"}${fragment.slice(at + 1)}`;
    const key = at === start ? "link-newer-or-damaged" : "link-damaged";
    expect(await problemIn(changed)).toEqual({ key });
    expect(await problemIn(fragment.slice(0, at))).toEqual({ key });
  }
  expect(await problemIn(`${fragment}.`)).toEqual({ key: "link-damaged" });
});

test("what a stranger packed is unpacked no further than its limit, and read as a file is", async () => {
  const bomb = await madeLink(`${" ".repeat(maxLinkedBytes - 1)}7`);
  expect(bomb.length).toBeLessThan(maxLinkLength);
  expect(await problemIn(fragmentOf(bomb))).toEqual({ key: "job-of-other-kind", name: null });
  const beyond = await linkTo(page, " ".repeat(maxLinkedBytes + 1));
  expect(beyond).toEqual({
    type: "problem",
    problem: { key: "job-beyond-links", bytes: maxLinkedBytes + 1, most: maxLinkedBytes },
  });
  expect(await problemIn(await packedByHand(new Uint8Array(2 * maxLinkedBytes)))).toEqual({
    key: "link-holds-too-much",
    most: maxLinkedBytes,
  });
  expect(await problemIn(await packedByHand(Uint8Array.of(0xff)))).toEqual({ key: "link-not-unpacked" });
  expect(await problemIn(await sealed(Uint8Array.of(7, 7, 7)))).toEqual({ key: "link-not-unpacked" });
});

test("a job that is too long for a link is told how long it would be", async () => {
  let noise = "";
  for (let seed = 1; noise.length < 60_000; seed = (seed * 48_271) % 0x7fff_ffff) noise += seed.toString(36);
  const link = await linkTo(page, noise);
  expect(link).toEqual({
    type: "problem",
    problem: { key: "link-too-long", length: expect.any(Number), most: maxLinkLength },
  });
});

/** The fragment of a link that holds these bytes, whatever they are. */
async function packedByHand(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return sealed(new Uint8Array(await new Response(packed).arrayBuffer()));
}

/** With the checksum that belongs to it. */
async function sealed(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(safe(packed))));
  return `#job=1${safe(sum).slice(0, 8)}${safe(packed)}`;
}

function safe(part: Uint8Array): string {
  return toBase64(part).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
