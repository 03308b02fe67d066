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

/** `Chrome on Android`, from what the browser says of itself; the more particular names come first. */
export function deviceInWords(userAgent: string): string {
  const browser = firstMatch(browsers, userAgent) ?? "a browser";
  const system = firstMatch(systems, userAgent);
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** What people call the thing that they hold or sit at. */
export type DeviceKind = "phone" | "tablet" | "computer";

/**
 * `isTouchedOnly`: its main pointer is a finger and it has no mouse to hover with. Tablets that ask for the desktop's
 * pages call themselves a Mac or a Linux computer, and are told by that.
 */
export function deviceKind(userAgent: string, isTouchedOnly: boolean): DeviceKind {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return "phone";
  return isTouchedOnly || /iPad|Android|Silk|Kindle|Tablet/.test(userAgent) ? "tablet" : "computer";
}
