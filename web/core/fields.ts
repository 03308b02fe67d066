export type Fields = Readonly<Record<string, unknown>>;

/** Whether the value is an object whose fields can be read by name; a list is none. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
