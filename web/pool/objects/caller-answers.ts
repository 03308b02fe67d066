import type { ForeignHome } from "./foreign-home.ts";

/** Null is the home in which this is; undefined where no home was asked. */
type AnsweredBy = ForeignHome | null | undefined;

/**
 * Whose answers one caller has been given, in their order. A caller tells how many it has received in all; each home has to know how many
 * of them were its own.
 */
export class CallerAnswers {
  /** Answers that the caller has not said to have received. */
  readonly #given: AnsweredBy[] = [];
  #received = 0;
  readonly #receivedFrom = new Map<AnsweredBy, number>();

  note(by: AnsweredBy): void {
    this.#given.push(by);
  }

  /** How many answers of this home have come, where it is `received` in all. */
  receivedFrom(by: ForeignHome | null, received: number): number {
    const arrived = this.#given.splice(0, Math.max(0, received - this.#received));
    this.#received += arrived.length;
    for (const one of arrived) this.#receivedFrom.set(one, (this.#receivedFrom.get(one) ?? 0) + 1);
    const count = this.#receivedFrom.get(by) ?? 0;
    this.#receivedFrom.set(by, count);
    return count;
  }

  /** Nothing is said to this home any more. */
  forgetHome(home: ForeignHome): void {
    this.#receivedFrom.delete(home);
    for (const [nth, by] of this.#given.entries()) if (by === home) this.#given[nth] = undefined;
  }

  /** The other homes that the caller has called. */
  *foreignHomes(): Generator<ForeignHome> {
    for (const by of this.#receivedFrom.keys()) if (by) yield by;
  }
}
