import { createServer } from "vite";
import { lanOrigins, ownOrigin } from "./addresses.ts";
import { helpFor, npmUsage, readCommandLine, portInUse, whyNotListening, type Where } from "./command-line.ts";
import { stopSignal } from "./command.ts";
import { signalingInDevelopment } from "./dev.ts";
import { greeting } from "./greeting.ts";

async function serve({ port, host, tls, ...options }: Where): Promise<void> {
  const server = await createServer({
    plugins: [signalingInDevelopment(options)],
    server: {
      port,
      // For Vite, true means all addresses.
      host: host ?? true,
      strictPort: true,
      ...(tls === null ? {} : { https: tls }),
    },
  });
  // Vite ends the process at SIGTERM with 143 unless a code is set. A stop by signal is no failure.
  process.exitCode = 0;
  await server.listen();
  const bound = server.httpServer?.address() ?? null;
  const scheme = tls === null ? "http" : "https";
  process.stdout.write(greeting(ownOrigin(scheme, bound), lanOrigins(scheme, bound), options.trustProxies.length > 0));
  await stopSignal();
  await server.close();
}

/** Runs the development server, with the command line of `npm start`. Resolves to the exit code when it has stopped. */
export async function runDevelopment(argv: readonly string[]): Promise<number> {
  const command = readCommandLine(argv, process.env);
  if (command.type === "help") {
    process.stdout.write(helpFor(npmUsage));
    return 0;
  }
  if (command.type === "wrong") {
    process.stderr.write(`tabpool: ${command.reason}\n`);
    return 2;
  }
  try {
    await serve(command.where);
    return 0;
  } catch (error) {
    // Vite's error for a port in use has no code.
    const inUse = error instanceof Error && /^Port \d+ is already in use/.test(error.message);
    const reason = inUse ? portInUse(command.where.port) : whyNotListening(error, command.where);
    process.stderr.write(`tabpool: ${reason ?? (error instanceof Error ? error.message : String(error))}\n`);
    return reason === null ? 1 : 2;
  }
}
