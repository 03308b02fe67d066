/** What one further result takes off the largest that is remembered: after some thirty, they are believed to have become small. */
const fading = 0.9;

/** How large the values of a job's next results may be, by those that came: large ones are remembered for a while. */
export class ResultSizes {
  #bytes = 0;

  /** 0 before the first result. */
  get bytesPerTask(): number {
    return this.#bytes;
  }

  /** So many results came together, with so many bytes in all. */
  add(tasks: number, bytes: number): void {
    this.#bytes = Math.max(bytes / tasks, this.#bytes * fading ** tasks);
  }
}
