/** Connections that the server takes where the system would allow more. */
const mostConnections = 20_000;

/** Files that the process needs beside its connections. */
const ownFiles = 48;

function openFiles(): number {
  const { report } = process;
  // Names of open connections are looked up otherwise.
  Reflect.set(report, "excludeNetwork", true);
  const made: unknown = report.getReport();
  const limits = valueIn(made, "userLimits");
  const soft = valueIn(valueIn(limits, "open_files"), "soft");
  return typeof soft === "number" ? soft : Number.POSITIVE_INFINITY;
}

function valueIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Connections that this process can have open at the same time: fewer than files, so that there is always one for the next request. */
export function possibleConnections(files: number = openFiles()): number {
  return Math.max(8, Math.min(mostConnections, files - ownFiles));
}
