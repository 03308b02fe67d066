import { mostCallArguments, mostOpenCallBytes, mostOpenCalls } from "../../core/objects/call-bounds.ts";
import { errorOf } from "../../core/values/construct.ts";
import type { Packed } from "../../core/values/format.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { TaskCall } from "../compute.ts";

interface OpenCall {
  readonly bytes: number;
  /** Null once it was sent. */
  request: Packed | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Kept before task code is loaded, which may replace the original. */
const OwnPromise = Promise;

/** Rejects: the task that calls has settled. */
export function refusedCall(): Promise<never> {
  return OwnPromise.reject(new Error("The task has ended: what it has left behind cannot call shared objects."));
}

/**
 * The calls of one task that wait for their answers. Those beyond the bound are sent as earlier ones are answered, which some always
 * are: fewer may wait where the objects are. The counters are its own: task code may replace what maps count by.
 */
export class TaskCalls {
  readonly #send: (call: Pick<TaskCall, "call" | "received" | "request">) => void;
  readonly #open = new Map<number, OpenCall>();
  #openBytes = 0;
  #made = 0;
  #sent = 0;
  #answered = 0;

  constructor(send: (call: Pick<TaskCall, "call" | "received" | "request">) => void) {
    this.#send = send;
  }

  /** Rejects, and calls nothing, where the call cannot travel or is too large. */
  makeCall(object: string, method: string, args: readonly unknown[]): Promise<unknown> {
    return new OwnPromise((resolve, reject) => {
      if (typeof object !== "string" || typeof method !== "string") {
        throw new TypeError("A call names its object and its method as texts.");
      }
      if (args.length > mostCallArguments) {
        throw new RangeError(`A call has at most ${mostCallArguments} arguments.`);
      }
      const request = packAll([object, method, ...args]);
      const bytes = request.bytes.length;
      if (this.#openBytes + bytes > mostOpenCallBytes) {
        const most = mostOpenCallBytes / 2 ** 20;
        throw new RangeError(`The calls of a task that wait for their answers have at most ${most} MiB together.`);
      }
      this.#made += 1;
      this.#openBytes += bytes;
      this.#open.set(this.#made, { bytes, request, resolve, reject });
      this.#sendNext();
    });
  }

  #sendNext(): void {
    while (this.#sent < this.#made && this.#sent - this.#answered < mostOpenCalls) {
      this.#sent += 1;
      const open = this.#open.get(this.#sent);
      if (open === undefined || open.request === null) continue;
      const { request } = open;
      open.request = null;
      this.#send({ call: this.#sent, received: this.#answered, request });
    }
  }

  takeAnswer(call: number, answer: Packed): void {
    const open = this.#open.get(call);
    if (open === undefined) return;
    this.#open.delete(call);
    this.#answered += 1;
    this.#openBytes -= open.bytes;
    this.#sendNext();
    try {
      if (valueAt(answer, 0) === "value") open.resolve(valueAt(answer, 1));
      else open.reject(answeredError(String(valueAt(answer, 1)), String(valueAt(answer, 2))));
    } catch (error) {
      open.reject(error);
    }
  }
}

function answeredError(name: string, message: string): Error {
  return errorOf(name, message, `${name}: ${message}`);
}
