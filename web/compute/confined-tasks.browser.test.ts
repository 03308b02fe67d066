import { afterEach, beforeEach, expect, test } from "vitest";
import type { OpenedCompute } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";
import { navigatorNames } from "./slot/confine.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openInPage(1);
});

afterEach(() => pool.close());

async function valueOf(expression: string): Promise<unknown> {
  const [answer] = await pool.runProgram(`export default async () => ${expression}`, [0]);
  return answer !== undefined && "value" in answer ? answer.value : answer;
}

test.each(["webgl", "webgl2", "experimental-webgl", "webgpu"])(
  "a task gets no context of kind %s: what hangs there would hold up every tab of the browser",
  async (kind) => {
    expect(await valueOf(`new OffscreenCanvas(8, 8).getContext("${kind}")`)).toBeNull();
    const ways = `[
      () => new (Object.getPrototypeOf(new OffscreenCanvas(8, 8)).constructor)(8, 8).getContext("${kind}"),
      () => OffscreenCanvas.prototype.getContext.call(new OffscreenCanvas(8, 8), "${kind}"),
      () => { class Own extends OffscreenCanvas {} return new Own(8, 8).getContext("${kind}"); },
      () => new OffscreenCanvas(8, 8).getContext({ toString: () => "${kind}" }),
    ]`;
    expect(await valueOf(`${ways}.map((way) => way())`)).toEqual([null, null, null, null]);
  },
);

test("a task draws pixels into a canvas, reads them and makes a picture of them", async () => {
  const drawn = `(async () => {
    const canvas = new OffscreenCanvas(4, 2);
    const context = canvas.getContext("2d", { alpha: true });
    context.fillStyle = "rgb(10, 20, 30)";
    context.fillRect(1, 0, 2, 2);
    const file = await canvas.convertToBlob();
    return {
      pixel: context.getImageData(1, 1, 1, 1).data,
      type: file.type,
      width: (await createImageBitmap(file)).width,
    };
  })()`;
  expect(await valueOf(drawn)).toEqual({
    pixel: new Uint8ClampedArray([10, 20, 30, 255]),
    type: "image/png",
    width: 4,
  });
});

test("a task finds nothing that tells of the graphics processor, the fonts, the codecs or the devices of the machine", async () => {
  const names = [
    "VideoDecoder",
    "VideoEncoder",
    "AudioDecoder",
    "AudioEncoder",
    "ImageDecoder",
    "VideoFrame",
    "AudioData",
    "MediaSource",
    "FontFace",
    "fonts",
    "PressureObserver",
    "IdleDetector",
  ];
  expect(await valueOf(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
  const found = await valueOf(
    `(() => { const names = []; for (const name in navigator) names.push(name); return names; })()`,
  );
  expect(navigatorNames).toEqual(expect.arrayContaining(Array.isArray(found) ? found : [found]));
  expect(await valueOf("navigator.hardwareConcurrency > 0 && navigator.userAgent.length > 0")).toBe(true);
});

test("a task finds the names of the browser that older libraries read as they load", async () => {
  const { appName, appVersion } = navigator;
  expect(await valueOf("[navigator.appName, navigator.appVersion]")).toEqual([appName, appVersion]);
});
