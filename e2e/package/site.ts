import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

/** Serves the files of a project's folder, to pages of an origin that is no Tabpool server's. */
export class Site {
  readonly #server: Server;
  readonly origin: string;
  /** The policy that pages come with; null for none. */
  policy: string | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async open(folder: string): Promise<Site> {
    const server = createServer((request, response) => {
      const file = join(folder, new URL(request.url ?? "/", "http://localhost").pathname);
      if (!existsSync(file) || extname(file) === "") {
        response.writeHead(404).end();
        return;
      }
      if (site.policy !== null) response.setHeader("Content-Security-Policy", site.policy);
      response.writeHead(200, { "Content-Type": contentTypes[extname(file)] ?? "text/plain" }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const site = new Site(server, typeof address === "object" && address !== null ? address.port : 0);
    return site;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
