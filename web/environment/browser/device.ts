/** The more particular patterns come first: Edge's user agent has Chrome's name in it, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

function firstMatch(kinds: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return kinds.find(([pattern]) => pattern.test(text))?.[1];
}

/** Puts a user agent in words: `Chrome on Android`. */
export function deviceInWords(userAgent: string): string {
  const browser = firstMatch(browsers, userAgent) ?? "a browser";
  const system = firstMatch(systems, userAgent);
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** The kind of device, in the words of the person in front of it. */
export type DeviceKind = "phone" | "tablet" | "computer";

/**
 * `isTouchedOnly`: the main pointer is a finger and no mouse hovers. By that a tablet is known whose browser asks for
 * desktop pages and calls itself a Mac or a Linux computer.
 */
export function deviceKind(userAgent: string, isTouchedOnly: boolean): DeviceKind {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return "phone";
  return isTouchedOnly || /iPad|Android|Silk|Kindle|Tablet/.test(userAgent) ? "tablet" : "computer";
}
