/**
 * Moves the focus to a heading, which must have a `tabIndex` of -1: to be called where the button that was pressed goes
 * away, or a keyboard's user would find themselves at the top of the page.
 */
export function focusHeading(id: string): void {
  document.getElementById(id)?.focus();
}
