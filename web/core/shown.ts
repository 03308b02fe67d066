/** Any value in a few words, for a message that says what was found: a number as it is, a long text as its length. */
export function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value === "string") return value.length <= 40 ? JSON.stringify(value) : `text of ${value.length}`;
  return Array.isArray(value) ? `a list of ${value.length}` : typeof value;
}
