import type { CallOff, Clock } from "../../core/clock.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Answer } from "../../core/objects/answer.ts";
import type { CallerEnd, CallerKey } from "../../core/objects/call.ts";
import { mostOpenCallBytes } from "../../core/objects/call-bounds.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { Link } from "../../links/link.ts";
import type { ObjectHome } from "../objects/home.ts";
import type { Registered } from "./manager-types.ts";
import { SessionLink } from "./session-link.ts";
import { decodeUp, type UpSession } from "./session-messages.ts";

/** Bytes that may wait in the client's link before its further calls wait here: their answers may be large, and would wait in the link. */
const mostBacklogBytes = 1024 * 1024;

/** Milliseconds until a link that was full is looked at again, since nothing tells that it has room: at first, and twice as long each time. */
const firstLookMs = 1;
const longestLookMs = 50;

/** Most calls of one client that are not answered, of its program and all tasks of its pools. */
const mostClientCalls = 65_536;

/** What is dealt with in turn. */
type Said = Exclude<UpSession, { readonly type: "ping" | "goodbye" }>;
type NameCall = Extract<UpSession, { readonly type: "name-call" }>;

interface Surroundings {
  readonly clock: Clock;
  readonly home: ObjectHome;
  readonly register: Registered;
  /** Tells its callers from those of others in the home. */
  readonly key: string;
  readonly onGone: () => void;
}

/** One client of a manager that is served here, from its welcome to its end. */
export class ServedClient {
  readonly #session: SessionLink<UpSession>;
  readonly #surroundings: Surroundings;
  /** Callers of this client that have called and have not ended, each with the number of its calls that are not answered. */
  readonly #callers = new Map<CallerKey, { open: number }>();
  /** What came while the link was full, in that order. */
  readonly #held: Said[] = [];
  #heldBytes = 0;
  #open = 0;
  #callOffLook: CallOff = () => {};
  #isGone = false;

  /** `link`: a proven one. */
  constructor(link: Link, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#session = new SessionLink(link, surroundings.clock, decodeUp, {
      receive: (message) => this.#receive(message),
      onLost: () => this.#end("lost"),
    });
  }

  begin(): void {
    this.#session.send({ type: "welcome", names: Object.keys(this.#surroundings.register) });
    this.#session.begin();
  }

  /** The manager is shut down. */
  async close(): Promise<void> {
    const closing = this.#session.close();
    this.#end("lost");
    await closing;
  }

  /** The page of the manager goes. */
  leave(): void {
    this.#session.leave();
    this.#end("lost");
  }

  #receive(message: UpSession): void {
    if (message.type === "ping") return;
    if (message.type === "goodbye") {
      this.#end("done");
      this.#session.end("it said goodbye");
      return;
    }
    if (this.#held.length === 0 && this.#session.backlogBytes < mostBacklogBytes) {
      this.#take(message);
      return;
    }
    this.#held.push(message);
    this.#heldBytes += bytesOf(message);
    if (this.#heldBytes > mostOpenCallBytes || this.#held.length > mostClientCalls) {
      this.#session.end("it reads no answers");
      return;
    }
    if (this.#held.length === 1) this.#lookLater(firstLookMs);
  }

  #lookLater(ms: number): void {
    this.#callOffLook = this.#surroundings.clock.after(ms, () => this.#takeHeld(ms));
  }

  /** `waitedMs`: since the look before. */
  #takeHeld(waitedMs: number): void {
    let nextMs = Math.min(longestLookMs, 2 * waitedMs);
    while (this.#session.backlogBytes < mostBacklogBytes) {
      const message = this.#held.shift();
      if (message === undefined) break;
      nextMs = firstLookMs;
      this.#heldBytes -= bytesOf(message);
      this.#take(message);
    }
    if (this.#held.length > 0) this.#lookLater(nextMs);
  }

  #take(message: Said): void {
    if (this.#isGone) return;
    const { home } = this.#surroundings;
    switch (message.type) {
      case "call": {
        const { caller, number } = message;
        const known = this.#callers.get(caller) ?? { open: 0 };
        this.#callers.set(caller, known);
        known.open += 1;
        this.#countCall();
        home.takeCall(this.#keyOf(caller), message, (answer) => {
          known.open -= 1;
          this.#open -= 1;
          this.#session.send({ type: "answer", caller, number, answer: bounded(answer) });
        });
        return;
      }
      case "caller-ended":
        this.#open -= this.#callers.get(message.caller)?.open ?? 0;
        if (this.#callers.delete(message.caller)) home.endCaller(this.#keyOf(message.caller), message.how);
        return;
      case "name-call":
        this.#countCall();
        inBackground(this.#callName(message), () => undefined);
        return;
    }
  }

  #countCall(): void {
    this.#open += 1;
    if (this.#open > mostClientCalls) this.#session.end(`${mostClientCalls} of its calls wait`);
  }

  async #callName({ number, name, args }: NameCall): Promise<void> {
    const answer = await this.#answerOf(name, args);
    this.#open -= 1;
    this.#session.send({ type: "name-answer", number, answer: bounded(answer) });
  }

  /** What the function throws is the client's to know. */
  async #answerOf(name: string, args: NameCall["args"]): Promise<Answer> {
    const { home, register } = this.#surroundings;
    try {
      const call = Object.hasOwn(register, name) ? register[name] : undefined;
      if (call === undefined) throw new TypeError(`${name} is not registered`);
      const given = Array.from(args.ends, (_, at) => home.revive(valueAt(args, at)));
      return { type: "value", value: packAll([await Reflect.apply(call, undefined, given)]).bytes };
    } catch (error) {
      const thrown = describeThrown(error);
      return { type: "error", name: thrown.name, message: thrown.message };
    }
  }

  #keyOf(caller: CallerKey): CallerKey {
    return `${this.#surroundings.key} ${caller}`;
  }

  #end(how: CallerEnd): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#callOffLook();
    this.#held.length = 0;
    for (const caller of this.#callers.keys()) this.#surroundings.home.endCaller(this.#keyOf(caller), how);
    this.#surroundings.onGone();
  }
}

function bytesOf(message: Said): number {
  return "args" in message ? message.args.bytes.length : 0;
}

function bounded(answer: Answer): Answer {
  if (answer.type === "error" || answer.value.length <= maxValueBytes) return answer;
  return { type: "error", name: "RangeError", message: `an answer of ${answer.value.length} bytes` };
}
