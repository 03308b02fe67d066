/** Where a join link leads, without its secret: `http://192.168.1.5:8080`. */
export function originOf(link: string): string {
  return URL.canParse(link) ? new URL(link).origin : link;
}

/** Its computer and port, where room for words is short: `192.168.1.5:8080`. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link;
}

/** Whether nobody else can open the link. */
export function onlyThisComputer(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { hostname } = new URL(link);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(?:\.\d+){3}$/.test(hostname)
  );
}
