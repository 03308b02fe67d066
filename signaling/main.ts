import { join } from "node:path";
import { run, stopSignal } from "./command.ts";

const exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  appRoot: join(import.meta.dirname, "../app"),
  libraryRoot: join(import.meta.dirname, "../library"),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  stopped: stopSignal(),
});

process.exitCode = exitCode;
