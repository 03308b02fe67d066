import { help, readCommandLine, whyNotListening } from "./command-line.ts";
import { greeting } from "./greeting.ts";
import { startServer } from "./server.ts";

/** What the command needs of the world; tests bring their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly appRoot: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Resolves when the person wants the server to stop. */
  readonly stopped: Promise<void>;
}

/** Serves until it is stopped. The exit code: 0 after a wanted stop, 2 when the command line or the address is wrong. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { environment, appRoot, print, printError, stopped } = surroundings;
  const command = readCommandLine(argv, environment);
  if (command.type === "help") {
    print(help);
    return 0;
  }
  if (command.type === "wrong") {
    printError(`tabpool: ${command.reason}\n`);
    return 2;
  }
  try {
    const server = await startServer({ ...command.where, appRoot });
    print(greeting(server.origin, server.signaling.origins()));
    await stopped;
    await server.close();
    return 0;
  } catch (error) {
    const reason = whyNotListening(error, command.where);
    printError(`tabpool: ${reason ?? (error instanceof Error ? error.message : String(error))}\n`);
    return reason === null ? 1 : 2;
  }
}

/** The first SIGINT or SIGTERM. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
