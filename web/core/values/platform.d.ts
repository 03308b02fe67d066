/** The part of the platform that values need: every browser, Worker and Node has it. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
  encodeInto(text: string, bytes: Uint8Array): { readonly written: number };
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
/** @throws for what has no data of its own. */
declare function structuredClone(value: unknown): unknown;
declare function btoa(bytes: string): string;
/** @throws for a text that is not base64. */
declare function atob(base64: string): string;
