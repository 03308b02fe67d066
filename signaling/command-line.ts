import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { parseArgs } from "node:util";
import { readOrigin } from "./origins.ts";
import type { TlsIdentity } from "./server.ts";
import { isProxyAddress } from "./trusted-proxies.ts";
import { codeOf, parsed, readPort, UsageError } from "./usage.ts";

export interface Where {
  readonly port: number;
  readonly host: string | undefined;
  readonly tls: TlsIdentity | null;
  readonly allowOrigins: readonly string[];
  readonly trustProxies: readonly string[];
}

export type CommandLine =
  | { readonly type: "help" }
  | { readonly type: "serve"; readonly where: Where }
  /** `reason` is one line that says what to change. */
  | { readonly type: "wrong"; readonly reason: string };

const standardPort = 8080;

/** What `npm start` and `npm run dev` are typed as. */
export const npmUsage = "npm start -- [options]     or, with hot reload: npm run dev -- [options]";

/** `usage`: how the command is typed. */
export const helpFor = (usage: string): string => `Tabpool: a pool of browser tabs that compute together.

Usage: ${usage}

  --port PORT   the port to listen on (default: $PORT, else ${standardPort}; 0 takes any free one)
  --host HOST   the address to listen on (default: all of this machine's)
  --cert FILE   a certificate in PEM form; with --key, the server speaks https
  --key FILE    the certificate's private key in PEM form
  --allow-origin ORIGIN
                also lets pages of this origin connect, as in https://pool.example;
                may be given several times (beside those in $TABPOOL_ALLOW_ORIGINS,
                with commas between them)
  --trust-proxy ADDRESS
                a proxy before this server: an address, or a network such as 10.0.0.0/8;
                its X-Forwarded-For, -Proto and -Host, or Forwarded, are believed;
                may be given several times
  --help        this text
`;

function readFileOf(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${option}: "${path}" cannot be read (${codeOf(error) ?? String(error)}).`);
  }
}

function readIdentity(certPath: string | undefined, keyPath: string | undefined): TlsIdentity | null {
  if (certPath === undefined && keyPath === undefined) return null;
  if (keyPath === undefined) throw new UsageError("--cert needs --key with the certificate's private key.");
  if (certPath === undefined) throw new UsageError("--key needs --cert with the certificate.");
  const identity = { cert: readFileOf("--cert", certPath), key: readFileOf("--key", keyPath) };
  try {
    createSecureContext({ cert: identity.cert });
  } catch {
    throw new UsageError(`--cert: "${certPath}" holds no certificate in PEM form.`);
  }
  try {
    createSecureContext({ key: identity.key });
  } catch {
    throw new UsageError(`--key: "${keyPath}" holds no private key in PEM form, or one with a passphrase.`);
  }
  try {
    createSecureContext(identity);
  } catch {
    throw new UsageError(`--key: "${keyPath}" is not the key of the certificate in "${certPath}".`);
  }
  return identity;
}

/** `name`: what the text is from. */
function readAllowedOrigin(name: string, text: string): string {
  const origin = readOrigin(text);
  if (origin !== null) return origin;
  throw new UsageError(`${name} must be an origin without a path, as in https://pool.example, not "${text}".`);
}

function readAllowedOrigins(options: readonly string[], environment: string | undefined): readonly string[] {
  const listed = (environment ?? "").split(",").map((text) => text.trim());
  return [
    ...options.map((text) => readAllowedOrigin("--allow-origin", text)),
    ...listed.filter((text) => text !== "").map((text) => readAllowedOrigin("Each of TABPOOL_ALLOW_ORIGINS", text)),
  ];
}

function readProxy(text: string): string {
  if (isProxyAddress(text)) return text;
  throw new UsageError(`--trust-proxy must be an address, or a network such as 10.0.0.0/8, not "${text}".`);
}

function parseOptions(argv: readonly string[]) {
  return parsed(() =>
    parseArgs({
      args: [...argv],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        cert: { type: "string" },
        key: { type: "string" },
        "allow-origin": { type: "string", multiple: true },
        "trust-proxy": { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
      },
    }),
  ).values;
}

function readServerPort(option: string | undefined, environment: string | undefined): number {
  if (option !== undefined) return readPort("--port", option);
  return environment === undefined || environment === "" ? standardPort : readPort("PORT", environment);
}

/** Parses the arguments (without node and script) `PORT` and `TABPOOL_ALLOW_ORIGINS`. Reads the files of the certificate. */
export function readCommandLine(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  try {
    const values = parseOptions(argv);
    if (values.help === true) return { type: "help" };
    if (values.host === "") throw new UsageError("--host must be an address of this machine, not nothing.");
    return {
      type: "serve",
      where: {
        port: readServerPort(values.port, environment["PORT"]),
        host: values.host,
        tls: readIdentity(values.cert, values.key),
        allowOrigins: readAllowedOrigins(values["allow-origin"] ?? [], environment["TABPOOL_ALLOW_ORIGINS"]),
        trustProxies: (values["trust-proxy"] ?? []).map(readProxy),
      },
    };
  } catch (error) {
    if (error instanceof UsageError) return { type: "wrong", reason: error.message };
    throw error;
  }
}

/** The message for a port that another program uses. */
export function portInUse(port: number): string {
  return `Port ${port} is in use; stop the program that uses it, or choose another port with --port.`;
}

/** Why the server cannot listen there, in one line; null if the error has another cause. */
export function whyNotListening(error: unknown, { port, host }: Pick<Where, "port" | "host">): string | null {
  const code = codeOf(error);
  if (code === null) return null;
  switch (code) {
    case "EADDRINUSE":
      return portInUse(port);
    case "EACCES":
      return `Port ${port} may not be opened by this user; choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `--host: "${host ?? ""}" is not an address of this machine.`;
    default:
      return null;
  }
}
