/**
 * Moves the focus to a heading, which must have a `tabIndex` of -1. Call it when the button that was pressed goes away:
 * a keyboard's next step would otherwise begin at the top of the page.
 */
export function focusHeading(id: string): void {
  document.getElementById(id)?.focus();
}
