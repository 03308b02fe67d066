import { createHmac, randomBytes } from "node:crypto";

/** Hex digits of a tag: no two of a few hundred addresses share one by chance. */
const tagDigits = 16;

/**
 * Names of addresses that tell nothing of them but which are the same, for one room. Made with a key of this process: nobody
 * else can find the address of a tag by trying all, nor compare the tags of two rooms.
 */
export class AddressTags {
  readonly #key = randomBytes(32);

  /** `address`: as limits count it. `star`: what the ids of the room's peers have in common. */
  tagOf(address: string, star: string): string {
    return createHmac("sha256", this.#key).update(`${star} ${address}`).digest("hex").slice(0, tagDigits);
  }
}
