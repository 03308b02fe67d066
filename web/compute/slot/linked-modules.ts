import {
  circleInWords,
  isWasm,
  programFileName,
  specifiersIn,
  withAddresses,
} from "../../core/job/import-specifiers.ts";
import { messageOf } from "../../core/message-of.ts";
import type { ModulePlatform } from "./module-platform.ts";

/** Its default export is there once it is set. No policy of the sandbox lets a module read bytes from an address. */
const wasmHolder = "let module;export{module as default};export const set=(compiled)=>{module=compiled}";

/**
 * Makes addresses for a job's program and the files of the job that it imports, in each other's texts. Use before task code is
 * loaded. A file that nothing imports is not touched.
 */
export class LinkedModules {
  /** What people call the module at each address. */
  readonly names = new Map<string, string>();
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #platform: ModulePlatform;
  readonly #addresses = new Map<string, string>();

  constructor(files: ReadonlyMap<string, Uint8Array>, platform: ModulePlatform) {
    this.#files = files;
    this.#platform = platform;
  }

  /**
   * The program's address. @throws Error for modules that import each other in a circle, with their names, and for a file that is
   * no WebAssembly.
   */
  async link(source: string): Promise<string> {
    return this.#link(source, [programFileName]);
  }

  /** The text with names in the place of addresses. */
  readable(text: string): string {
    let named = text;
    for (const [address, name] of this.names) named = named.replaceAll(address, name);
    return named;
  }

  async #link(text: string, path: readonly string[]): Promise<string> {
    const addresses = new Map<string, string>();
    for (const { name } of specifiersIn(text)) {
      const bytes = this.#files.get(name);
      if (bytes === undefined) continue;
      if (path.indexOf(name, 1) > 0) {
        throw new Error(`The modules import each other in a circle: ${circleInWords([...path, name])}`);
      }
      const known = this.#addresses.get(name);
      const made = known ?? (await this.#linkFile(name, bytes, [...path, name]));
      this.#addresses.set(name, made);
      addresses.set(name, made);
    }
    return this.#addressOf(withAddresses(text, addresses), path.at(-1) ?? "");
  }

  async #linkFile(name: string, bytes: Uint8Array, path: readonly string[]): Promise<string> {
    if (!isWasm.test(name)) return this.#link(new TextDecoder().decode(bytes), path);
    const address = this.#addressOf(wasmHolder, name);
    const holder: unknown = await import(/* @vite-ignore */ address);
    try {
      Reflect.get(Object(holder), "set")(await WebAssembly.compile(new Uint8Array(bytes)));
    } catch (error) {
      throw new Error(`${name} cannot be compiled: ${messageOf(error)}`, { cause: error });
    }
    return address;
  }

  #addressOf(text: string, name: string): string {
    const address = this.#platform.addressOf(text, name);
    this.names.set(address, name);
    return address;
  }
}
