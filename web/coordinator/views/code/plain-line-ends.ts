/** An editor counts a CR LF as one line end of one code unit: what is said of places in a text is said of this one. */
export function withPlainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
