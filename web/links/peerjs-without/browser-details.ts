export interface BrowserDetails {
  readonly browser: "chrome" | "firefox" | "safari" | "other";
  /** The major version that PeerJS compares: Chromium's, Firefox's, or for Safari WebKit's (605 and up); null if untold. */
  readonly version: number | null;
}

/** The engine under the name: Edge, Opera and Android's WebViews are Chromium, and every browser of iOS is Safari. */
export function detailsOf(userAgent: string): BrowserDetails {
  const versionAfter = (product: RegExp): number | null => {
    const digits = product.exec(userAgent)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const firefox = versionAfter(/\bFirefox\/(\d+)/);
  if (firefox !== null) return { browser: "firefox", version: firefox };
  const chromium = versionAfter(/Chrom(?:e|ium)\/(\d+)/);
  if (chromium !== null) return { browser: "chrome", version: chromium };
  const webkit = versionAfter(/\bAppleWebKit\/(\d+)/);
  if (webkit !== null) return { browser: "safari", version: webkit };
  return { browser: "other", version: null };
}
