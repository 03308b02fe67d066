import type { Queryable } from "./queryable.ts";

const [unknown, no, yes] = [0, 1, 2];

/**
 * Which tasks have a text in what people see of them. What is settled does not change any more and is read once: asking
 * again costs as much as what has arrived since, and a byte a task.
 */
export class TextSearch {
  readonly text: string;
  readonly #facts: Queryable;
  readonly #wanted: string;
  /** Digits and signs are found without a look at capitals. */
  readonly #hasLetters: boolean;
  readonly #verdicts: Uint8Array;

  constructor(facts: Queryable, text: string) {
    this.text = text;
    this.#facts = facts;
    this.#wanted = text.toLowerCase();
    this.#hasLetters = this.#wanted !== text.toUpperCase();
    this.#verdicts = new Uint8Array(facts.total);
  }

  isKnown(task: number): boolean {
    return this.#verdicts[task] !== unknown;
  }

  matches(task: number): boolean {
    const verdict = this.#verdicts[task];
    if (verdict !== unknown) return verdict === yes;
    const isMatch = this.#reads(task);
    if (this.#facts.isSettled(task)) this.#verdicts[task] = isMatch ? yes : no;
    return isMatch;
  }

  #reads(task: number): boolean {
    const facts = this.#facts;
    const volunteer = facts.volunteer(task);
    const result = facts.resultText(task);
    return (
      String(task).includes(this.#wanted) ||
      this.#isIn(facts.inputText(task)) ||
      this.#isIn(result) ||
      (volunteer !== 0 && this.#isIn(facts.nameOf(volunteer)))
    );
  }

  #isIn(text: string): boolean {
    return (this.#hasLetters ? text.toLowerCase() : text).includes(this.#wanted);
  }
}
