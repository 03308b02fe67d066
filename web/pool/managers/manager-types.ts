/**
 * What clients may call, by name: functions that give shared objects, or any values that travel. They may be async. What they throw
 * rejects the client's call with a `RemoteError`.
 */
export type Registered = Readonly<Record<string, Called>>;

type Called = (...args: never[]) => unknown;

/** The registered functions as methods of a manager and of a connection. On a connection all reject with a `ConnectionRefusedError` once it has ended. */
export type RegisteredCalls<Names extends object> = {
  readonly [Name in keyof Names as Names[Name] extends Called ? Name : never]: Names[Name] extends (
    ...args: infer Args
  ) => infer Given
    ? (...args: Args) => Promise<Awaited<Given>>
    : never;
};

/** Options of `Manager.serve`. */
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

/** Options of `connect`: an address or a link, and the key. */
export interface ConnectOptions {
  /** As the manager has it: `host:port`, `http://host:port/?manager=K7P3QX`, or in a page the code of one that this page's server knows. */
  readonly address?: string;
  /** In place of an address: the manager's link. */
  readonly link?: string;
  /** The key that the manager was given. It never travels. */
  readonly authkey: string | Uint8Array;
}

/** A manager that is served by this page or process. The registered names are its methods, too. */
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

/** A connection to a manager elsewhere. The names that are registered there are its methods. */
export interface ManagerConnection extends AsyncDisposable {
  /** Ends it: locks that this program holds there are freed, and its further calls reject with an `EOFError`. Node goes on until then. */
  close(): Promise<void>;
}
