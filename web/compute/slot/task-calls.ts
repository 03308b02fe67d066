import { mostCallArguments, mostOpenCallBytes, mostOpenCalls } from "../../core/objects/call-bounds.ts";
import { errorOf } from "../../core/values/construct.ts";
import type { Packed } from "../../core/values/format.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { TaskCall } from "../compute.ts";

interface OpenCall {
  readonly bytes: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Kept before task code is loaded, which may replace the original. */
const OwnPromise = Promise;

/** Rejects: the task that calls has settled. */
export function refusedCall(): Promise<never> {
  return OwnPromise.reject(new Error("The task has ended: what it has left behind cannot call shared objects."));
}

/** The calls of one task that wait for their answers. The counters are its own: task code may replace what maps count by. */
export class TaskCalls {
  readonly #send: (call: Pick<TaskCall, "call" | "received" | "request">) => void;
  readonly #open = new Map<number, OpenCall>();
  #openCount = 0;
  #openBytes = 0;
  #made = 0;

  constructor(send: (call: Pick<TaskCall, "call" | "received" | "request">) => void) {
    this.#send = send;
  }

  /** Rejects, and calls nothing, where the call cannot travel or is one too many. */
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
      if (this.#openCount >= mostOpenCalls) {
        throw new RangeError(`A task has at most ${mostOpenCalls} calls that wait for their answers.`);
      }
      if (this.#openBytes + bytes > mostOpenCallBytes) {
        const most = mostOpenCallBytes / 2 ** 20;
        throw new RangeError(`The calls of a task that wait for their answers have at most ${most} MiB together.`);
      }
      const received = this.#made - this.#openCount;
      this.#made += 1;
      this.#openCount += 1;
      this.#openBytes += bytes;
      this.#open.set(this.#made, { bytes, resolve, reject });
      this.#send({ call: this.#made, received, request });
    });
  }

  takeAnswer(call: number, answer: Packed): void {
    const open = this.#open.get(call);
    if (open === undefined) return;
    this.#open.delete(call);
    this.#openCount -= 1;
    this.#openBytes -= open.bytes;
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
