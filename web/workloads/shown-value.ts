/** Numbers and big integers that JSON has no word for, inside a value. */
function withWords(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function asJson(value: unknown): string {
  try {
    // Despite its type it gives undefined for what JSON has no word for.
    const json: unknown = JSON.stringify(value, withWords);
    return typeof json === "string" ? json : "nothing";
  } catch {
    return "a value that cannot be shown";
  }
}

/** Any value in a few words for people: a stranger may have sent it, so it can be of any kind and shape. Never throws. */
export function shownValue(value: unknown): string {
  switch (typeof value) {
    case "undefined":
    case "number":
    case "bigint":
    case "boolean":
    case "symbol":
      return String(value);
    case "function":
      return "a function";
    case "string":
    case "object":
      return asJson(value);
  }
}
