import { helpFor, npmUsage, readCommandLine, whyNotListening } from "./command-line.ts";
import { greeting } from "./greeting.ts";
import { startServer } from "./server.ts";

/** The process around the command. Tests have one of their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly appRoot: string;
  readonly libraryRoot?: string;
  /** How the command is typed; `npm start` where it is not said. */
  readonly usage?: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Resolves when the server must stop. */
  readonly stopped: Promise<void>;
}

/**
 * Runs the server until `stopped` resolves. Resolves to the exit code: 0 after a stop or `--help`, 2 if the command line or
 * the address is wrong, 1 after any other error.
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, appRoot, libraryRoot = null, usage = npmUsage, print, printError, stopped } = surroundings;
  const command = readCommandLine(argv, environment);
  if (command.type === "help") {
    print(helpFor(usage));
    return 0;
  }
  if (command.type === "wrong") {
    printError(`tabpool: ${command.reason}\n`);
    return 2;
  }
  try {
    const server = await startServer({ ...command.where, appRoot, libraryRoot });
    print(greeting(server.origin, server.signaling.origins(), command.where.trustProxies.length > 0));
    await stopped;
    await server.close();
    return 0;
  } catch (error) {
    const reason = whyNotListening(error, command.where);
    printError(`tabpool: ${reason ?? (error instanceof Error ? error.message : String(error))}\n`);
    return reason === null ? 1 : 2;
  }
}

/** Resolves at the first SIGINT or SIGTERM. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
