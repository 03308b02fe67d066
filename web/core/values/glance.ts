/** How much of a value is read for a look at it. */
export interface Glance {
  readonly items: number;
  /** Bytes of one text, and elements of one typed array. */
  readonly length: number;
}

/** Stands where a glance ended. */
export const unread = Symbol("unread");

/** Characters of one value that people can take in; the rest is in the files. */
export const mostShownCharacters = 300;

/** What a shown value needs at most: each item has a character and a comma. */
export const shownGlance: Glance = { items: mostShownCharacters / 2, length: mostShownCharacters };

/** Values of more bytes are not read whole to be shown: 16 of this size are read in a few milliseconds. */
export const glancedBytes = 16 * 1024;
