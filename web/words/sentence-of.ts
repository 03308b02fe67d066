/** As a sentence by itself: sayings that stand in others begin with a small letter. */
export function sentenceOf(said: string): string {
  return `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.+$/, "")}.`;
}
