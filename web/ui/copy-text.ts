/**
 * Copies what `field` shows. On plain-http pages there is no `navigator.clipboard`: then the field's text is selected
 * and copied as a person would do it. `false` where the browser refuses both; the text then stays
 * selected, and the focus on it.
 */
export async function copyText(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Permission denied: the older way may still be allowed.
    }
  }
  const pressed = document.activeElement;
  field.focus();
  field.select();
  // `execCommand` is deprecated, and the only way where the page is not a secure context.
  // oxlint-disable-next-line typescript/no-deprecated
  const isCopied = document.execCommand("copy");
  if (isCopied && pressed instanceof HTMLElement) pressed.focus();
  return isCopied;
}
