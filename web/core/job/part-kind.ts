/** How one result is drawn by itself: four bytes a pixel, or red, green and blue light of a pixel as three numbers. */
export type PartKind = "pixels" | "light";

export const partKinds: readonly PartKind[] = ["pixels", "light"];
