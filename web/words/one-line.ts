/** With the pair of Windows as one. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** Control characters but the tab, and those that change the direction of what stands behind them. */
const garbling = /[^\P{Cc}\t]|\p{Bidi_Control}/gu;

/** Control characters beyond tabs and line ends, and whatever is drawn as nothing: two names may differ by such characters alone. */
export const unseen = /[^\P{Cc}\t\n\r]|\r(?!\n)|[\u2028\u2029]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}/gu;

/** A program in its lines, with a sign for each character that a reader would not see, or that would show the others in another order. */
export function withSigns(program: string): string {
  return program.replaceAll(unseen, "\uFFFD");
}

/**
 * The text in one line, with a sign for each character that would break it or garble it. Words of strangers stand in it: a
 * console's 2,000 line breaks would push all other lines of a log away, and what stands behind a break would pass for a line
 * of the log itself.
 */
export function oneLine(text: string): string {
  return text.replaceAll(lineBreak, "⏎").replaceAll(garbling, "\uFFFD");
}
