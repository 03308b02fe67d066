import type { ConnectOptions, ManagerConnection, Registered, RegisteredCalls } from "./managers/manager-types.ts";

/**
 * Connects to a manager that another page or process serves. What is registered there are methods of the connection, whose objects are
 * used as all others: also in processes and tasks of this program. `connect<typeof register>` says their types.
 *
 * @throws AuthenticationError where the key is another one; ConnectionRefusedError where no manager answers; TypeError, RangeError for
 * wrong options.
 * @example
 * import { connect, Manager } from "tabpool";
 *
 * const register = { add: (a: number, b: number) => a + b };
 * const manager = await Manager.serve({ authkey: "abc", register });
 * const client = await connect<typeof register>({ link: manager.link, authkey: "abc" });
 * console.log(await client.add(2, 3)); // 5
 * await client.close();
 * await manager.shutdown();
 */
export function connect<Names extends object = Registered>(
  options: ConnectOptions,
): Promise<ManagerConnection & RegisteredCalls<Names>>;
export async function connect(options: ConnectOptions): Promise<ManagerConnection> {
  const { connectHere } = await import("./managers/managers-here.ts");
  return connectHere(options);
}
