/** A mistake in a command line. The message is one line that says what to change. */
export class UsageError extends Error {}

/** The code of one of Node's errors; null for any other. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What `parse` gives, which calls Node's `parseArgs`. @throws UsageError */
export function parsed<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** The first sentence of Node's error, which says what is wrong; the others are advice about `--`. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${text.split(/\.\s|\n/)[0]?.replace(/\.$/, "") ?? text}; see --help.`;
}

/** `name`: where the text is from. @throws UsageError */
export function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new UsageError(`${name} must be a whole number from 0 to 65535, not "${text}".`);
}
