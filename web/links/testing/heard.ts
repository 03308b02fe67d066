import type { Lane } from "../../core/wire/messages.ts";
import type { Link, LinkEnd, LinkEvent } from "../link.ts";

/** Milliseconds after which a wait is given up: less than a test has, so that it can say what had come by then. */
const patienceMs = 40_000;

interface Waiting {
  readonly isEnough: () => boolean;
  readonly done: () => void;
  readonly giveUp: (why: string) => void;
}

/** Records the events of a link, and waits for further ones. A wait that cannot end well says what had come. */
export class Heard {
  readonly events: LinkEvent[] = [];
  readonly #link: Link;
  readonly #waiting = new Set<Waiting>();

  constructor(link: Link) {
    this.#link = link;
    link.listen((event) => {
      this.events.push(event);
      for (const waiting of this.#waiting) {
        if (waiting.isEnough()) waiting.done();
        else if (event.type === "ended") waiting.giveUp("the link ended");
      }
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
    let waiting: Waiting | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((done, reject) => {
        const giveUp = (why: string): void => {
          reject(new Error(`${why}: ${this.#heardSoFar()}`));
        };
        waiting = { isEnough, done, giveUp };
        this.#waiting.add(waiting);
        timer = setTimeout(giveUp, patienceMs, `nothing more came within ${patienceMs} ms`);
      });
    } finally {
      clearTimeout(timer);
      if (waiting !== undefined) this.#waiting.delete(waiting);
    }
  }

  async count(messages: number): Promise<void> {
    await this.until(() => this.messages.length >= messages);
  }

  async ended(): Promise<void> {
    await this.until(() => this.ends.length > 0);
  }

  #heardSoFar(): string {
    const lengths = this.messages.map(({ bytes }) => bytes.length).join(", ");
    return `messages of [${lengths}] bytes, ends ${JSON.stringify(this.ends)}, own backlog of ${this.#link.backlogBytes} bytes`;
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
