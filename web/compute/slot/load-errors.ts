import type { ThrownError } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { thrownError } from "../../core/values/thrown.ts";

/** What a browser tells of an error beside its text. */
export interface ErrorWitness {
  /** Where the error is, as `task.js:2:13`; "" where the browser does not say. Chromium keeps that of a syntax error out of its stack. */
  placeOf(error: unknown, nameOf: (url: string) => string): string;
  /** Forgets addresses that were blocked before. */
  forgetBlocked(): void;
  /** The address that the sandbox's policy was the first to block since; "" for none. */
  blocked(): string;
}

/**
 * Hears what the browser says of errors: to report one fires an event that tells its place, in the same turn. Taken before
 * task code is there, and first in line, so that task code neither hears nor bends it.
 */
export function watchErrors(scope: typeof globalThis): ErrorWitness {
  const report = typeof scope.reportError === "function" ? scope.reportError.bind(scope) : null;
  let isListening = false;
  let told = { filename: "", line: 0, column: 0 };
  let address = "";
  scope.addEventListener(
    "error",
    (event) => {
      if (isListening) told = { filename: event.filename, line: event.lineno, column: event.colno };
    },
    true,
  );
  scope.addEventListener("securitypolicyviolation", (event) => {
    if (address === "") address = event.blockedURI;
  });
  return {
    placeOf(error, nameOf) {
      told = { filename: "", line: 0, column: 0 };
      isListening = true;
      report?.(error);
      isListening = false;
      return told.line === 0 ? "" : `${nameOf(told.filename)}:${told.line}:${told.column}`;
    },
    forgetBlocked() {
      address = "";
    },
    blocked: () => address,
  };
}

/** Of some addresses the policy tells the scheme only. */
function wholeAddress(blocked: string): string {
  return blocked.includes(":") ? blocked : `a ${blocked}: address`;
}

/** Chromium's and Firefox's words for a module that cannot be fetched, and for one without an address. */
const unfetched = /dynamically imported module: (.*)$/;
const unresolved = /module specifier|bare specifier/i;

/** The same error; where it is an import's, with the address and the reason. `blocked` is what the policy has blocked meanwhile. */
export function explainImport(error: ThrownError, blocked = ""): ThrownError {
  if (error.name !== "TypeError") return error;
  const address = unfetched.exec(error.message)?.[1];
  if (address !== undefined) {
    // Chromium names the importing module.
    const isOfImporter = address.startsWith("blob:") && blocked !== "";
    return thrownError(
      error.name,
      `${isOfImporter ? wholeAddress(blocked) : address} cannot be imported: the sandbox has no network`,
      error.stack,
    );
  }
  if (!unresolved.test(error.message)) return error;
  return thrownError(error.name, `${error.message} (the sandbox has no network and no packages)`, error.stack);
}

/** What a task has thrown, explained, where that is an import that failed; null for everything else. */
export function importFailure(thrown: unknown, readable: (stack: string) => string): ThrownError | null {
  try {
    if (!(thrown instanceof TypeError)) return null;
  } catch {
    return null;
  }
  const described = describeThrown(thrown, readable);
  const explained = explainImport(described);
  return explained === described ? null : explained;
}
