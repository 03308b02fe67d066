/** Control characters beyond tabs and line ends, and whatever is drawn as nothing: two names may differ by such characters alone. */
export const unseen = /[^\P{Cc}\t\n\r]|\r(?!\n)|[\u2028\u2029]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}/gu;

/** A program in its lines, with a sign for each character that a reader would not see, or that would show the others in another order. */
export function withSigns(program: string): string {
  return program.replaceAll(unseen, "\uFFFD");
}
