import type { Lane } from "../../core/wire/messages.ts";
import type { Link, LinkEnd, LinkEvent } from "../link.ts";

/** Records the events of a link, and waits for further ones. */
export class Heard {
  readonly events: LinkEvent[] = [];
  #waiting: { readonly isEnough: () => boolean; readonly done: () => void }[] = [];

  constructor(link: Link) {
    link.listen((event) => {
      this.events.push(event);
      const enough = this.#waiting.filter(({ isEnough }) => isEnough());
      this.#waiting = this.#waiting.filter((waiting) => !enough.includes(waiting));
      for (const { done } of enough) done();
    });
  }

  get messages(): { readonly lane: Lane; readonly bytes: Uint8Array }[] {
    return this.events.filter((event) => event.type === "message");
  }

  get ends(): LinkEnd[] {
    return this.events.filter((event) => event.type === "ended").map((event) => event.end);
  }

  async until(isEnough: () => boolean): Promise<void> {
    if (isEnough()) return;
    await new Promise<void>((done) => {
      this.#waiting.push({ isEnough, done });
    });
  }

  async count(messages: number): Promise<void> {
    await this.until(() => this.messages.length >= messages);
  }

  async ended(): Promise<void> {
    await this.until(() => this.ends.length > 0);
  }
}

/** A message whose every byte depends on its number and its length. */
export function patterned(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) bytes[i] = (i * 7 + number * 13 + length) & 0xff;
  return bytes;
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A linear congruential generator with the constants of Numerical Recipes, so that a seed gives the same messages. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
