import type { Clock } from "../../core/clock.ts";
import { decode, type Answer } from "../../core/objects/answer.ts";
import type { CallerEnd, CallerKey } from "../../core/objects/call.ts";
import { packAll } from "../../core/values/packed.ts";
import type { Link } from "../../links/link.ts";
import { ConnectionRefusedError, NotSerializable, RemoteError } from "../errors.ts";
import type { ForeignHome, ObjectCall } from "../objects/foreign-home.ts";
import type { ObjectHome } from "../objects/home.ts";
import { SessionLink } from "./session-link.ts";
import { decodeDown, type DownSession } from "./session-messages.ts";

/** Milliseconds that a manager may take to welcome a client that has proved itself. */
const welcomeLimitMs = 10_000;

type Answered = (answer: Answer) => void;

/** A client's side of a session: the home of the manager's objects, as far as this page or process is concerned. */
export class ManagerSession implements ForeignHome {
  readonly #session: SessionLink<DownSession>;
  readonly #clock: Clock;
  readonly #home: ObjectHome;
  /** By caller and number, who is told the answer. */
  readonly #asking = new Map<CallerKey, Map<number, Answered>>();
  readonly #naming = new Map<number, Answered>();
  #nameCalls = 0;
  #tellNames: (names: readonly string[]) => void = () => {};
  #failNames: (why: string) => void = () => {};
  /** Why it is over, in words. */
  #over: string | null = null;

  /** `link`: a proven one. */
  constructor(link: Link, clock: Clock, home: ObjectHome) {
    this.#home = home;
    this.#clock = clock;
    this.#session = new SessionLink(link, clock, decodeDown, {
      receive: (message) => this.#receive(message),
      onLost: (why) => this.#end(`the manager is lost: ${why}`),
    });
  }

  /** Resolves to the names that are registered at the manager. @throws ConnectionRefusedError where it does not tell them. */
  begin(): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const callOff = this.#clock.after(welcomeLimitMs, () => this.#session.end("it does not answer"));
      this.#tellNames = (names) => {
        callOff();
        resolve(names);
      };
      this.#failNames = (why) => {
        callOff();
        reject(new ConnectionRefusedError(why));
      };
      this.#session.begin();
    });
  }

  #receive(message: DownSession): void {
    switch (message.type) {
      case "ping":
        return;
      case "welcome":
        this.#tellNames(message.names);
        return;
      case "answer": {
        const ofCaller = this.#asking.get(message.caller);
        const answered = ofCaller?.get(message.number);
        ofCaller?.delete(message.number);
        answered?.(message.answer);
        return;
      }
      case "name-answer": {
        const answered = this.#naming.get(message.number);
        this.#naming.delete(message.number);
        answered?.(message.answer);
        return;
      }
      case "goodbye":
        this.#end("the manager is lost: it was shut down");
        this.#session.end("it said goodbye");
        return;
    }
  }

  takeCall(caller: CallerKey, call: ObjectCall, answered: Answered): void {
    if (this.#over !== null) {
      answered(lost(this.#over));
      return;
    }
    const ofCaller = this.#asking.get(caller) ?? new Map<number, Answered>();
    this.#asking.set(caller, ofCaller.set(call.number, answered));
    this.#session.send({ ...call, type: "call", caller });
  }

  endCaller(caller: CallerKey, how: CallerEnd): void {
    this.#asking.delete(caller);
    this.#session.send({ type: "caller-ended", caller, how });
  }

  /** Calls what is registered by this name. Resolves to what it gives, with proxies in it. */
  async callName(name: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#over !== null) throw new ConnectionRefusedError(this.#over);
    const answer = await this.#answerOf(name, args);
    if (answer.type === "value") {
      const value = this.#home.adopt(decode(answer.value), this);
      // It may have ended meanwhile.
      if (this.#over !== null) this.#home.forgetHome(this, lost(this.#over));
      return value;
    }
    if (this.#over !== null) throw new ConnectionRefusedError(answer.message);
    throw new RemoteError({ name: answer.name, message: answer.message, stack: "" }, { index: null, volunteer: "" });
  }

  #answerOf(name: string, given: readonly unknown[]): Promise<Answer> {
    const args = packAll(given);
    const problem = this.#home.problemIn(args, this);
    if (problem !== null) throw new NotSerializable(problem);
    this.#nameCalls += 1;
    const number = this.#nameCalls;
    return new Promise((resolve) => {
      this.#naming.set(number, resolve);
      this.#session.send({ type: "name-call", number, name, args });
    });
  }

  async close(): Promise<void> {
    const closing = this.#session.close();
    this.#end("the connection to the manager was closed here");
    await closing;
  }

  /** The page goes. */
  leave(): void {
    this.#session.leave();
    this.#end("the connection to the manager was closed here");
  }

  #end(why: string): void {
    if (this.#over !== null) return;
    this.#over = why;
    this.#failNames(why);
    const waiting = [...this.#asking.values(), this.#naming].flatMap((calls) => Array.from(calls.values()));
    this.#asking.clear();
    this.#naming.clear();
    for (const answered of waiting) answered(lost(why));
    this.#home.forgetHome(this, lost(why));
  }
}

/** As Python's, where the other end of a connection is gone. */
function lost(message: string): Answer {
  return { type: "error", name: "EOFError", message };
}
