import { createServer, request, type IncomingMessage } from "node:http";

interface OtherNetwork {
  /** Whoever comes by it comes from another network than pages on this machine. */
  readonly origin: string;
  close(): void;
}

/** Opens a proxy before the server, which says in its headers that all that it passes on comes from `address`. */
export async function openOtherNetwork(server: string, address: string): Promise<OtherNetwork> {
  const { hostname, port } = new URL(server);
  const passOn = ({ url, method, headers }: IncomingMessage): ReturnType<typeof request> =>
    request({ hostname, port, path: url, method, headers: { ...headers, "x-forwarded-for": address } });
  const proxy = createServer((asked, answer) => {
    const passed = passOn(asked);
    passed.on("response", (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  proxy.on("upgrade", (asked, near, early) => {
    const passed = passOn(asked);
    passed.on("upgrade", ({ statusCode, statusMessage, rawHeaders }, far, first) => {
      const lines = rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
      near.write(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines}\r\n`);
      // What has come with the headers already.
      near.write(first);
      far.write(early);
      near.on("error", () => far.destroy());
      far.on("error", () => near.destroy());
      far.pipe(near).pipe(far);
    });
    passed.on("error", () => near.destroy());
    passed.end();
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
  const own = proxy.address();
  if (own === null || typeof own === "string") throw new Error("the proxy has no port");
  return {
    origin: `http://127.0.0.1:${own.port}`,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
