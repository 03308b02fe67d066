/** What the first bytes of a picture say of it. */
export interface ImageHeader {
  /** `image/png` */
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

/** null where the bytes are no picture that browsers draw, or do not say how large it is. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { mime, signature, at, sizeIn } of kinds) {
    if (!hasText(bytes, at, signature)) continue;
    try {
      const size = sizeIn(view, bytes);
      return size === null ? null : { mime, width: size[0], height: size[1] };
    } catch (error) {
      // Cut off before its size.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
  return null;
}

type Size = readonly [width: number, height: number];

interface Kind {
  readonly mime: string;
  readonly at: number;
  /** A character a byte. */
  readonly signature: string;
  readonly sizeIn: (view: DataView, bytes: Uint8Array) => Size | null;
}

const kinds: readonly Kind[] = [
  {
    mime: "image/png",
    at: 0,
    signature: "\u0089PNG\r\n\u001A\n",
    sizeIn: (view) => [view.getUint32(16), view.getUint32(20)],
  },
  { mime: "image/jpeg", at: 0, signature: "\u00FF\u00D8\u00FF", sizeIn: sizeInJpeg },
  { mime: "image/gif", at: 0, signature: "GIF8", sizeIn: (view) => [view.getUint16(6, true), view.getUint16(8, true)] },
  { mime: "image/webp", at: 8, signature: "WEBP", sizeIn: sizeInWebp },
];

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text, (character) => character.charCodeAt(0)).every((code, nth) => bytes[at + nth] === code);
}

/** In the first segment that begins a frame: its kinds are 0xC0 to 0xCF, but for three. */
function sizeInJpeg(view: DataView): Size | null {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const kind = view.getUint8(at + 1);
    const isFrame = kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Lossy, lossless and extended ones have it in places of their own. */
function sizeInWebp(view: DataView, bytes: Uint8Array): Size | null {
  if (hasText(bytes, 12, "VP8 ")) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (hasText(bytes, 12, "VP8L")) {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (!hasText(bytes, 12, "VP8X")) return null;
  const lessOne = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
  return [lessOne(24) + 1, lessOne(27) + 1];
}
