/** What `task.done` gives: an attempt that returns it ends its job with this value. */
export class DoneMark {
  readonly value: unknown;
  /** No function travels: a result that has this somewhere inside fails and names the place, where a plain mark would get lost. */
  readonly mustBeReturned = (): void => {};

  constructor(value: unknown) {
    this.value = value;
  }
}
