const fingerprintLine = /^a=fingerprint:(\S+) ([0-9a-f:]+)\s*$/gim;

/**
 * Fingerprints of the certificates in a session description, each as `sha-256 AB:CD:…`, sorted and joined, so that both
 * sides write the same certificates alike. Empty if there are none.
 */
export function fingerprintsIn(sdp: string): string {
  const found = new Set<string>();
  for (const [, algorithm = "", digits = ""] of sdp.matchAll(fingerprintLine)) {
    found.add(`${algorithm.toLowerCase()} ${digits.toUpperCase()}`);
  }
  return [...found].toSorted().join(", ");
}
