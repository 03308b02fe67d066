import { expect, test } from "../fixtures.ts";

test("a page that joins with no slots shows why it is not in the room, and so does the coordinator's log", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const page = await newPage("stranger");
  // As long as the page's own words, so that frames stay what they are.
  await page.addInitScript(() => {
    const send: (this: RTCDataChannel, data: ArrayBufferView<ArrayBuffer>) => void = Reflect.get(
      RTCDataChannel.prototype,
      "send",
    );
    const [own, wrong] = ['"slots":2', '"slots":0'].map((text) => Array.from(text, (each) => each.charCodeAt(0)));
    Reflect.set(RTCDataChannel.prototype, "send", function (this: RTCDataChannel, data: unknown) {
      if (!ArrayBuffer.isView(data) || own === undefined || wrong === undefined)
        throw new TypeError("no frame of bytes");
      const bytes = new Uint8Array(data.byteLength);
      bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      const at = bytes.findIndex((_, from) => own.every((each, nth) => bytes[from + nth] === each));
      if (at !== -1) bytes.set(wrong, at);
      send.call(this, bytes);
    });
  });
  await page.goto(link.replace("#", "&autojoin=1&name=stranger&slots=2#"));
  await expect(page.getByRole("heading", { name: "The coordinator closed the link" })).toBeVisible();
  const what = "join.slots: expected whole number 1 to 256, got 0";
  await page.getByText("Details", { exact: true }).click();
  await expect(page.getByText(what)).toBeVisible();
  await expect(coordinator.log).toContainText("A volunteer was turned away");
  await expect(coordinator.log).toContainText(what);
});
