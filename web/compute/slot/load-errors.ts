import type { ThrownError } from "../../core/job/job.ts";
import { thrownError } from "../../core/values/thrown.ts";

/** Reads what the browser reports about errors in events only. */
export interface ErrorWitness {
  /**
   * Where the error was thrown, as `task.js:2:13`; "" if the browser does not say. Chromium leaves the place of a syntax
   * error out of its stack.
   */
  readonly placeOf: (error: unknown, names: ReadonlyMap<string, string>) => string;
  /** The first address that the sandbox's policy has blocked; "" if none. */
  readonly blocked: () => string;
}

/**
 * Listens for the browser's error events: `reportError` fires one with the error's place at once. Call before task code is
 * loaded, so that task code can neither receive these events nor change them.
 */
export function watchErrors(scope: typeof globalThis): ErrorWitness {
  const report = typeof scope.reportError === "function" ? scope.reportError.bind(scope) : null;
  let isListening = false;
  let place = { filename: "", line: 0, column: 0 };
  let address = "";
  scope.addEventListener(
    "error",
    (event) => {
      if (isListening) place = { filename: event.filename, line: event.lineno, column: event.colno };
    },
    true,
  );
  scope.addEventListener("securitypolicyviolation", (event) => {
    if (address === "") address = event.blockedURI;
  });
  return {
    placeOf: (error, names) => {
      place = { filename: "", line: 0, column: 0 };
      isListening = true;
      report?.(error);
      isListening = false;
      return place.line === 0 ? "" : `${names.get(place.filename) ?? ""}:${place.line}:${place.column}`;
    },
    blocked: () => address,
  };
}

/** The blocked address as an error names it. For some addresses the browser gives the scheme only. */
function describeBlocked(blocked: string): string {
  return blocked.includes(":") ? blocked : `a ${blocked}: address`;
}

/** Match the messages of Chromium and Firefox for a module that cannot be fetched, and for one whose name is no address. */
const unfetched = /dynamically imported module: (.*)$/;
const unresolved = /module specifier|bare specifier/i;

/**
 * If a failed import threw the error, an error that names the address and the reason; otherwise the same error. `blocked` is
 * the address that the policy blocked meanwhile.
 */
export function explainImport(error: ThrownError, blocked = ""): ThrownError {
  if (error.name !== "TypeError") return error;
  const address = unfetched.exec(error.message)?.[1];
  if (address !== undefined) {
    // Chromium names the importing module instead of the imported one.
    const isOfImporter = address.startsWith("blob:") && blocked !== "";
    return thrownError(
      error.name,
      `${isOfImporter ? describeBlocked(blocked) : address} cannot be imported: the sandbox has no network`,
      error.stack,
    );
  }
  if (!unresolved.test(error.message)) return error;
  return thrownError(error.name, `${error.message} (the sandbox has no network and no packages)`, error.stack);
}
