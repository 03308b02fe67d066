import { onTestFinished } from "vitest";
import { nodeClock } from "../../../node/node-clock.ts";
import type { Clock } from "../../core/clock.ts";
import { connectManager } from "../managers/connect-manager.ts";
import type { ConnectOptions, ManagerConnection, ServedManager } from "../managers/manager-types.ts";
import { serveManager } from "../managers/serve-manager.ts";
import { ObjectHome } from "../objects/home.ts";
import { homeHere } from "../objects/own-home.ts";
import { MemoryServer } from "./memory-managers.ts";
import "./test-platform.ts";

export const sampleAddress = { address: "127.0.0.1:5002", authkey: "abc" };

/** A program that has connected, with what the test knows of it. */
export interface PlayedClient {
  readonly connection: ManagerConnection;
  readonly home: ObjectHome;
  /** Calls what is registered by this name. The test says what it expects. */
  call<Given>(name: string, ...args: readonly unknown[]): Promise<Given>;
}

/** Managers of this process, and clients that have homes of their own, as other processes have. */
export class PlayedManagers {
  readonly server = new MemoryServer();
  /** Whom the pages of managers and of clients tell that they go. */
  readonly leaving = { manager: new Set<() => void>(), client: new Set<() => void>() };

  /** `clock`: of the manager. */
  async serve(register: object, clock: Clock = nodeClock): Promise<ServedManager> {
    const environment = this.server.environment(clock, this.leaving.manager);
    const manager = await serveManager(environment, await homeHere(), { ...sampleAddress, register });
    onTestFinished(() => manager.shutdown());
    return manager;
  }

  /** `home`: of a program that has connected before. */
  async connect(
    options: ConnectOptions = sampleAddress,
    clock: Clock = nodeClock,
    home = new ObjectHome(),
  ): Promise<PlayedClient> {
    const connection = await connectManager(this.server.environment(clock, this.leaving.client), home, options);
    onTestFinished(() => connection.close());
    return {
      connection,
      home,
      call: async (name, ...args) => Reflect.apply(Reflect.get(connection, name), connection, args),
    };
  }
}
