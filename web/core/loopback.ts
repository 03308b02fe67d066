/**
 * True if the host name leads to the computer that opens it: `localhost` and names below it, `127.x.x.x`, `[::1]`. As a URL
 * writes it: IPv6 in brackets, names in lower case.
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(?:\.\d+){3}$/.test(hostname)
  );
}
