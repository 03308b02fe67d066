import { shown } from "../shown.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call-book.ts";
import { HeldValues } from "./held-values.ts";
import { Refusal } from "./refusal.ts";
import { SharedObject } from "./shared-object.ts";

/** `get(name)`, `set(name, value)`, `delete(name)`; a name is a text. */
export class SharedNamespace extends SharedObject {
  readonly kind = "namespace";
  readonly #values = new HeldValues<string>(this);

  begin(call: Call, method: string, args: Arguments): void {
    const name = args.value(0);
    if (typeof name !== "string") throw new Refusal("TypeError", `name must be a text, got ${shown(name)}`);
    switch (method) {
      case "get":
        this.book.answerValue(call, this.#values.get(name) ?? this.#missing(name));
        return;
      case "set":
        this.#values.set(name, args.encoded(0, "name").length, args.encoded(1, "value"));
        this.book.answerValue(call);
        return;
      case "delete":
        if (!this.#values.delete(name)) this.#missing(name);
        this.book.answerValue(call);
        return;
      default:
        this.unknown(method);
    }
  }

  /** Nothing waits for a name. */
  serve(): void {}

  endCaller(): void {}

  #missing(name: string): never {
    throw new Refusal("AttributeError", `there is no attribute ${JSON.stringify(name.slice(0, 40))}`);
  }
}
