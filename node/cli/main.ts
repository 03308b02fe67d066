#!/usr/bin/env node
import { runCommand } from "./commands.ts";

// What it warns of is told among all else by its commands; without them only as the process is told to.
process.removeAllListeners("warning");
const { stdin, stdout, stderr, env: environment } = process;
process.exitCode = await runCommand(process.argv.slice(2), { stdin, stdout, stderr, environment });
