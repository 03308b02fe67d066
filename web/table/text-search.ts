import { inputInWords, type Queryable } from "./queryable.ts";

const [unknown, no, yes] = [0, 1, 2];

/**
 * Finds the tasks whose rows contain a text. The verdict on a settled task whose input can be read is kept, in a byte a
 * task: asking again reads only what has changed since.
 */
export class TextSearch {
  readonly text: string;
  readonly #rows: Queryable;
  readonly #wanted: string;
  /** Whether capitals matter: a text of digits and signs is found without putting each row in small letters. */
  readonly #hasLetters: boolean;
  #verdicts: Uint8Array;

  constructor(rows: Queryable, text: string) {
    this.text = text;
    this.#rows = rows;
    this.#wanted = text.toLowerCase();
    this.#hasLetters = this.#wanted !== text.toUpperCase();
    this.#verdicts = new Uint8Array(rows.total);
  }

  isKnown(task: number): boolean {
    return (this.#verdicts[task] ?? unknown) !== unknown;
  }

  matches(task: number): boolean {
    const verdict = this.#verdicts[task] ?? unknown;
    if (verdict !== unknown) return verdict === yes;
    const input = this.#rows.inputText(task);
    const isMatch = this.#finds(task, inputInWords(input));
    if (this.#rows.isSettled(task) && typeof input === "string") this.#keepVerdict(task, isMatch ? yes : no);
    return isMatch;
  }

  #keepVerdict(task: number, verdict: number): void {
    if (task >= this.#verdicts.length) {
      // The job has grown since. Twice as many, so that each verdict is copied once or twice.
      const larger = new Uint8Array(Math.max(this.#rows.total, 2 * this.#verdicts.length));
      larger.set(this.#verdicts);
      this.#verdicts = larger;
    }
    this.#verdicts[task] = verdict;
  }

  #finds(task: number, input: string): boolean {
    const rows = this.#rows;
    const volunteer = rows.volunteer(task);
    const result = rows.resultText(task);
    return (
      String(task).includes(this.#wanted) ||
      this.#isWantedIn(input) ||
      this.#isWantedIn(result) ||
      (volunteer !== 0 && this.#isWantedIn(rows.nameOf(volunteer)))
    );
  }

  #isWantedIn(text: string): boolean {
    return (this.#hasLetters ? text.toLowerCase() : text).includes(this.#wanted);
  }
}
