/**
 * What clients may call, by name: functions that give shared objects, or any values that travel. They may be async. What they throw
 * rejects the client's call with a `RemoteError`.
 *
 * @example
 * import { Manager, Queue, type Registered } from "tabpool";
 *
 * const queues = new Map<string, Queue>();
 * const register: Registered = {
 *   getQueue(name: string) {
 *     const queue = queues.get(name) ?? new Queue();
 *     queues.set(name, queue);
 *     return queue;
 *   },
 * };
 * const manager = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register });
 * console.log(manager.clients); // 0
 * await manager.shutdown();
 */
export type Registered = Readonly<Record<string, Called>>;

type Called = (...args: never[]) => unknown;

/**
 * The registered functions as methods of a manager and of a connection. On a connection all reject with a `ConnectionRefusedError` once it has ended.
 *
 * @example
 * import { Manager, type RegisteredCalls } from "tabpool";
 *
 * const register = { half: (n: number) => n / 2 };
 * const twice = async ({ half }: RegisteredCalls<typeof register>, n: number) => half(await half(n));
 * const manager = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register });
 * console.log(await twice(manager, 12)); // 3
 * await manager.shutdown();
 */
export type RegisteredCalls<Names extends object> = {
  readonly [Name in keyof Names as Names[Name] extends Called ? Name : never]: Names[Name] extends (
    ...args: infer Args
  ) => infer Given
    ? (...args: Args) => Promise<Awaited<Given>>
    : never;
};

/**
 * Options of `Manager.serve`.
 *
 * @example
 * import { Manager, type ServeOptions, Value } from "tabpool";
 *
 * const count = new Value("i", 3);
 * const options: ServeOptions<{ getCount: () => Value }> = {
 *   address: "127.0.0.1:0",
 *   authkey: crypto.getRandomValues(new Uint8Array(32)),
 *   register: { getCount: () => count },
 * };
 * const manager = await Manager.serve(options);
 * console.log(manager.address.startsWith("127.0.0.1:"), await (await manager.getCount()).get()); // true 3
 * await manager.shutdown();
 */
export interface ServeOptions<Names extends object> {
  /**
   * Where clients find it. In Node `host:port`, at which a server of this process listens, port 0 for any free one; without an address it
   * listens at any free port of all networks. The origin of a Tabpool server, `http://192.168.0.7:8080`: there the manager draws a code of
   * its own, or has the one that is said, `http://192.168.0.7:8080/?manager=K7P3QX`. In a page a code of six characters at the server that has served the library; without one it draws a code.
   */
  readonly address?: string;
  /** What clients have to know, at least one character or byte. It never travels. */
  readonly authkey: string | Uint8Array;
  /**
   * The functions that clients may call, by their names; or an object of a class, whose methods they may call but for those whose name begins
   * with an underscore.
   */
  readonly register: Names;
}

/**
 * Options of `connect`: an address or a link, and the key.
 *
 * @example
 * import { connect, type ConnectOptions, ConnectionRefusedError } from "tabpool";
 *
 * const options: ConnectOptions = { address: "127.0.0.1:1", authkey: "abc" };
 * const error: unknown = await connect(options).catch((reason: unknown) => reason);
 * console.log(error instanceof ConnectionRefusedError); // true
 */
export interface ConnectOptions {
  /** As the manager has it: `host:port`, `http://host:port/?manager=K7P3QX`, or in a page the code of one that this page's server knows. */
  readonly address?: string;
  /** In place of an address: the manager's link. */
  readonly link?: string;
  /** The key that the manager was given. It never travels. */
  readonly authkey: string | Uint8Array;
}

/**
 * A manager that is served by this page or process. The registered names are its methods, too.
 *
 * @example
 * import { connect, Manager } from "tabpool";
 *
 * const register = { add: (a: number, b: number) => a + b };
 * const manager = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register });
 * const client = await connect({ address: manager.address, authkey: "abc" });
 * console.log(await manager.add(2, 3), manager.clients); // 5 1
 * await client.close();
 * await manager.shutdown();
 */
export interface ServedManager extends AsyncDisposable {
  /**
   * What `connect` takes as its `address`: `host:port` of an own server; where it was given the origin of another one, that with its code;
   * otherwise the code, for pages of the same server.
   */
  readonly address: string;
  /** Its code at its server. */
  readonly code: string;
  /** Leads to it from anywhere. Whoever has it needs the key, too. */
  readonly link: string;
  /** How many clients are connected. */
  readonly clients: number;
  /** Ends it; resolves once its clients know. Their calls reject with an `EOFError`. What its objects hold stays. A second call does nothing. */
  shutdown(): Promise<void>;
}

/**
 * A connection to a manager elsewhere. The names that are registered there are its methods.
 *
 * @example
 * import { connect, ConnectionRefusedError, Manager } from "tabpool";
 *
 * const register = { half: (n: number) => n / 2 };
 * const manager = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register });
 * const connection = await connect<typeof register>({ address: manager.address, authkey: "abc" });
 * console.log(await connection.half(6)); // 3
 * await connection.close();
 * const error: unknown = await connection.half(6).catch((reason: unknown) => reason);
 * console.log(error instanceof ConnectionRefusedError); // true
 * await manager.shutdown();
 */
export interface ManagerConnection extends AsyncDisposable {
  /** Ends it: locks that this program holds there are freed, and its further calls reject with an `EOFError`. Node goes on until then. */
  close(): Promise<void>;
}
