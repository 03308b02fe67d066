/** The part of msgpackr's build without `eval` that is used here; the package ships no types for this entry. */
declare module "msgpackr/index-no-eval" {
  interface Options {
    readonly useRecords: false;
    readonly mapsAsObjects: true;
    readonly moreTypes: true;
    readonly variableMapSize: true;
    readonly copyBuffers: boolean;
    /** Called for each function met; without it a function becomes `undefined` silently. */
    readonly writeFunction: () => never;
  }
  /** Given to `pack`: the next call may write over the bytes that this one returns. */
  export const RESET_BUFFER_MODE: number;
  export class Packr {
    constructor(options: Options);
    pack(value: unknown, mode?: number): Uint8Array;
    unpack(bytes: Uint8Array): unknown;
  }
}
