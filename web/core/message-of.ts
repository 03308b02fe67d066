/** What was thrown in words: the message of an error, and anything else as text. Never throws itself. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return `a thrown ${typeof thrown} that has no text`;
  }
}
