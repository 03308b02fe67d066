/** How much of a value is read for a look at it. */
export interface Glance {
  readonly items: number;
  /** Bytes of one text, and elements of one typed array. */
  readonly length: number;
}

/** Stands where a glance ended. */
export const unread = Symbol("unread");
