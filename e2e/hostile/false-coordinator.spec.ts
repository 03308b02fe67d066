import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** What a volunteer learns from its link: room code, secret and hash of the coordinator's key. */
function readLink(link: string): { readonly code: string; readonly secret: Buffer; readonly keyHash: Buffer } {
  const { searchParams, hash } = new URL(link);
  const bytes = Buffer.from(hash.slice(1), "base64url");
  return { code: searchParams.get("room") ?? "", secret: bytes.subarray(0, 16), keyHash: bytes.subarray(16) };
}

/** What the signaling server says first to a page that registers so. */
async function firstAnswer(page: Page, id: string, token: string): Promise<string> {
  return page.evaluate(
    async ([peer, own]) =>
      new Promise<string>((resolve) => {
        const query = new URLSearchParams({ key: "peerjs", id: peer, token: own });
        const socket = new WebSocket(`${location.origin.replace("http", "ws")}/peer/peerjs?${query.toString()}`);
        socket.addEventListener("message", ({ data }) => resolve(String(data)));
        socket.addEventListener("close", ({ reason }) => resolve(`closed: ${reason}`));
      }),
    [id, token] as const,
  );
}

/** The status of a request about the room's code. */
async function ask(page: Page, method: "put" | "delete", code: string, data: unknown): Promise<number> {
  return (await page.request[method](new URL(`/api/rooms/${code}`, page.url()).href, { data })).status();
}

test("a volunteer with the link takes neither the coordinator's place nor its code, be it there or away", async ({
  coordinator,
  volunteers,
  newPage,
  server,
}) => {
  const { code, secret, keyHash } = readLink(await coordinator.joinLink(server.origin));
  const [honest] = await volunteers(1);
  const usurper = await newPage("usurper");
  await usurper.goto(server.origin);
  const peer = `tp-${keyHash.toString("hex")}`;
  const tokens = [
    Buffer.concat([secret, keyHash]).toString("base64url"),
    Buffer.concat([secret, keyHash, secret, keyHash]).toString("base64url"),
  ];
  const tryAll = async (): Promise<void> => {
    for (const token of tokens) {
      expect(await firstAnswer(usurper, peer, token)).toContain("invalid-token");
      expect(await ask(usurper, "put", code, { peer, token, secret: null })).toBe(403);
      expect(await ask(usurper, "delete", code, { peer, token })).toBe(403);
    }
  };
  await tryAll();
  await coordinator.page.goto("about:blank");
  await tryAll();
  await coordinator.page.goBack();
  await expect(coordinator.volunteerRow("laptop-1")).toBeVisible();
  await coordinator.start({ Count: 2, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(2);
  await expect(honest?.heading ?? coordinator.log).toHaveText("Finished");
});

test("a link with the hash of another key leads to nobody, though room and secret are right", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const { secret, keyHash } = readLink(link);
  const forged = new URL(link);
  forged.hash = Buffer.concat([secret, keyHash.toReversed()]).toString("base64url");
  const page = await newPage("misled");
  await page.goto(forged.href.replace("#", "&autojoin=1#"));
  await expect(page.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
});
