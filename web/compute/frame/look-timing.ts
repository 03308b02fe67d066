/** Milliseconds between two looks of the frame at its clock. */
export const lookEveryMs = 250;

/** More than from one look to the next while all goes well: in a page that is shown, and in a hidden one, whose timers ring once a second. */
const longestShownMs = 750;
const longestHiddenMs = 1_500;

/** The step between two looks, in milliseconds, from which on the frame has stood still. */
export function longestStepMs(isHidden: boolean): number {
  return isHidden ? longestHiddenMs : longestShownMs;
}
