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

/** What a person sees of a large value that they have opened, other than a text or bytes: JSON of a few megabytes at most. */
export const openedGlance: Glance = { items: 10_000, length: 1_000 };

/** The same of a text: more lines than anybody scrolls through. */
export const openedTextGlance: Glance = { items: 1, length: 400_000 };

/** Values of at most this many bytes are read whole once they are opened. */
export const openedBytes = 1024 * 1024;

/** Values of more bytes are not read whole to be shown: 16 of this size are read in a few milliseconds. */
export const glancedBytes = 16 * 1024;
