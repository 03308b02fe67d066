/** The origin as browsers write it; null for anything that is none of a page on the web. */
export function readOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/?#@\s]+\/?$/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}

/**
 * True if a page of this origin may open websockets: one of the server's own, by whatever name it is reached, or an allowed one.
 * Clients that are no browsers have no origin. The scheme does not count: before the server https may have ended.
 */
export function mayConnect(origin: string | undefined, host: string | null, allowed: ReadonlySet<string>): boolean {
  if (origin === undefined) return true;
  const read = readOrigin(origin);
  if (read === null) return false;
  if (allowed.has(read)) return true;
  const { protocol, host: ofPage } = new URL(read);
  return host !== null && new URL(`${protocol}//${host}`).host === ofPage;
}
