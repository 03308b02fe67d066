import { platformHere } from "../here.ts";
import { homeHere } from "../objects/own-home.ts";
import { connectManager } from "./connect-manager.ts";
import type { ConnectOptions, ManagerConnection, ServedManager, ServeOptions } from "./manager-types.ts";
import { serveManager } from "./serve-manager.ts";

/** Serves objects of this page or process. */
export async function serveHere(options: ServeOptions<object>): Promise<ServedManager> {
  return serveManager(await platformHere().openManagerEnvironment(), await homeHere(), options);
}

/** Connects this page or process. */
export async function connectHere(options: ConnectOptions): Promise<ManagerConnection> {
  return connectManager(await platformHere().openManagerEnvironment(), await homeHere(), options);
}
