export interface BrowserDetails {
  readonly browser: "chrome" | "firefox" | "safari" | "other";
  /** Major version of Chromium or Firefox, for Safari of WebKit (605 and up), which is what PeerJS compares; null if unknown. */
  readonly version: number | null;
}

/** The browser's engine: Edge, Opera and Android's WebViews count as Chrome, and every browser of iOS as Safari. */
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
