/** The part of a value that cannot travel. The way to it grows at its front while the writer leaves the containers around it. */
export class Culprit extends Error {
  #way = "";
  readonly #what: string;

  /** `what` continues a sentence about the culprit: `is a function`. */
  constructor(what: string, options?: ErrorOptions) {
    super(what, options);
    this.#what = what;
  }

  /** The culprit stands within this step, such as `[1]` or `.then`. */
  within(step: string): Culprit {
    this.#way = step + this.#way;
    return this;
  }

  /** `[1].then is a function`; `it is a Promise` for the whole value. */
  get sentence(): string {
    return `${this.#way === "" ? "it" : this.#way} ${this.#what}`;
  }
}

/** The whole value is larger than allowed: no part is to blame, and no way leads to one. */
export class TooLarge extends Culprit {
  override within(): Culprit {
    return this;
  }
}

/** `.then`, `["two words"]` */
export function propertyStep(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

export function indexStep(index: number | string): string {
  return `[${index}]`;
}

/** `.get("name")`, or `.values()[3]` where the key has no short text. */
export function entryStep(key: unknown, position: number): string {
  const isShort = typeof key === "number" || typeof key === "boolean" || (typeof key === "string" && key.length < 100);
  return isShort ? `.get(${JSON.stringify(key)})` : `.values()[${position}]`;
}

/** `a Promise`, `an AsyncGenerator`, `a URL` */
export function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
}
