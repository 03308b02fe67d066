import { packAll, valueAt } from "../../core/values/packed.ts";
import type { Packed } from "../../core/values/format.ts";
import type { CallDesk, DeskCall } from "../call-desk.ts";

/** A desk of which a test gives the answers. Notes all that it is told. */
export class NotingDesk implements CallDesk {
  /** Callers and their calls as `CALLER CALL: OBJECT METHOD`, and ends as `CALLER HOW`. */
  readonly told: string[] = [];
  readonly #answers = new Map<string, (answer: Packed) => void>();

  onCall(caller: string, { number, request }: DeskCall, answer: (answer: Packed) => void): void {
    this.told.push(`${caller} ${number}: ${String(valueAt(request, 0))} ${String(valueAt(request, 1))}`);
    this.#answers.set(`${caller} ${number}`, answer);
  }

  onCallerEnded(caller: string, how: "done" | "lost"): void {
    this.told.push(`${caller} ${how}`);
  }

  /** Answers the caller's call, also if that was answered before. */
  giveValue(caller: string, number: number, value: unknown): void {
    this.#answers.get(`${caller} ${number}`)?.(packAll(["value", value]));
  }
}
