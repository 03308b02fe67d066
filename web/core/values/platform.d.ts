/** The part of the platform that values need: every browser, Worker and Node has it. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
  encodeInto(text: string, bytes: Uint8Array): { readonly read: number; readonly written: number };
}
declare class TextDecoder {
  constructor(label: "utf-8", options: { readonly ignoreBOM: true });
  decode(bytes: Uint8Array): string;
}
declare function btoa(bytes: string): string;
/** @throws for a text that is not base64. */
declare function atob(base64: string): string;
