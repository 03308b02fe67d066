import type { Page } from "@playwright/test";

/** Has the page send other words in the place of its own, which are as long, so that frames stay what they are. Before it is opened. */
export async function rewriteFrames(page: Page, own: string, other: string): Promise<void> {
  await page.addInitScript(
    (texts) => {
      const send: (this: RTCDataChannel, data: ArrayBufferView<ArrayBuffer>) => void = Reflect.get(
        RTCDataChannel.prototype,
        "send",
      );
      const [before, after] = texts.map((text) => Array.from(text, (each) => each.charCodeAt(0)));
      Reflect.set(RTCDataChannel.prototype, "send", function (this: RTCDataChannel, data: unknown) {
        if (!ArrayBuffer.isView(data) || before === undefined || after === undefined)
          throw new TypeError("no frame of bytes");
        const bytes = new Uint8Array(data.byteLength);
        bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        const at = bytes.findIndex((_, from) => before.every((each, nth) => bytes[from + nth] === each));
        if (at !== -1) bytes.set(after, at);
        send.call(this, bytes);
      });
    },
    [own, other],
  );
}
