import type { CallOff } from "../../core/clock.ts";
import { secretOfAuthkey } from "../../core/handshake/authkey.ts";
import type { CoordinatorIdentity } from "../../core/handshake/identity.ts";
import { epoch } from "../../core/ids.ts";
import type { Link } from "../../links/link.ts";
import { proveAsCoordinator } from "../../links/prove-as-coordinator.ts";
import { drawRoomCode } from "../../room/address/draw-room-code.ts";
import { drawRoomKeys } from "../../room/address/draw-room-keys.ts";
import { RoomAddress } from "../../room/address/room-address.ts";
import { say } from "../../words/say.ts";
import { ConnectionRefusedError } from "../errors.ts";
import { checkServeOptions } from "../known-options.ts";
import type { ObjectHome } from "../objects/home.ts";
import { readAuthkey } from "./authkey.ts";
import { addressAt, codeOfOnlyManager, linkToManager, readServerPlace, type ServerPlace } from "./manager-address.ts";
import type { ManagerEnvironment, ManagerServer } from "./manager-environment.ts";
import type { Registered, ServedManager, ServeOptions } from "./manager-types.ts";
import { defineCalls, readRegister } from "./registered-names.ts";
import { ServedClient } from "./served-client.ts";

/** Chrome allows a page 500 connections, closed ones included until they are collected. */
const mostClients = 400;

/** Managers of this page or process are told apart by their number, in the keys of callers. */
let managers = 0;

/** As `Manager.serve`. `home`: where its objects live. */
export async function serveManager(
  environment: ManagerEnvironment,
  home: ObjectHome,
  options: ServeOptions<object>,
): Promise<ServedManager> {
  checkServeOptions(options);
  const authkey = readAuthkey(options.authkey);
  const register = readRegister(options.register);
  const place = options.address === undefined ? null : readServerPlace(options.address);
  const server = await environment.openServer(place);
  const manager = new RunningManager(environment, server, { authkey, register, home, place });
  try {
    await manager.open();
  } catch (error) {
    await manager.shutdown();
    throw error;
  }
  return manager;
}

interface Parts {
  readonly authkey: Uint8Array;
  readonly register: Registered;
  readonly home: ObjectHome;
  readonly place: ServerPlace | null;
}

class RunningManager implements ServedManager {
  readonly #environment: ManagerEnvironment;
  readonly #server: ManagerServer;
  readonly #parts: Parts;
  readonly #address: RoomAddress;
  readonly #clients = new Set<ServedClient>();
  readonly #forgetLeaving: CallOff;
  readonly #number: number;
  #connected = 0;
  #look: () => void = () => {};
  /** Whether its code is another manager's. */
  #isTaken = false;
  #ended: Promise<void> | null = null;

  constructor(environment: ManagerEnvironment, server: ManagerServer, parts: Parts) {
    const { place } = parts;
    this.#environment = environment;
    this.#server = server;
    this.#parts = parts;
    managers += 1;
    this.#number = managers;
    const own = server.ownAddress === null ? null : codeOfOnlyManager();
    const given = place === null || place.type === "listen" ? own : place.code;
    this.#address = new RoomAddress(
      {
        environment: {
          clock: environment.clock,
          randomBytes: (count) => environment.randomBytes(count),
          register: server.register,
          openHost: (identity) => server.openHost(identity),
        },
        gate: { receiveLink: (link, identity) => this.#receiveLink(link, identity) },
        traits: {
          // The code is another one's. A drawn one is as good as the next.
          change: () => {
            this.#isTaken = given !== null;
          },
        },
        announce: () => this.#look(),
      },
      { code: given ?? drawRoomCode(environment), lent: true, epoch: epoch(1), ...drawRoomKeys(environment) },
    );
    this.#forgetLeaving = environment.onLeaving(() => {
      for (const client of this.#clients) client.leave();
    });
  }

  get address(): string {
    const { place } = this.#parts;
    if (place?.type === "origin") return addressAt(place.origin, this.code);
    return this.#server.ownAddress ?? this.code;
  }

  get code(): string {
    return this.#address.code;
  }

  get link(): string {
    return linkToManager(this.#address.view.joinLinks[0] ?? "");
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Resolves once clients find it. @throws ConnectionRefusedError where its server refuses it; Error where its code is taken. */
  async open(): Promise<void> {
    await this.#openAddress();
    const { register } = this.#parts;
    // Not before: one of the names may be that of this method.
    defineCalls(this, Object.keys(register), async (name, args) => {
      if (this.#ended !== null) throw new Error("the manager is shut down");
      return Reflect.apply(register[name] ?? String, undefined, [...args]);
    });
  }

  #openAddress(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const { phase, problem } = this.#address.view;
        if (this.#isTaken) reject(new Error("the code is another one's: give the manager another address"));
        else if (phase === "open") resolve();
        else if (problem !== null) {
          reject(new ConnectionRefusedError(`the server does not take the manager: ${say(problem)}`));
        }
      };
      this.#address.openAddress();
    });
  }

  #receiveLink(link: Link, identity: CoordinatorIdentity): void {
    const { authkey, register, home } = this.#parts;
    const secret = secretOfAuthkey(authkey, identity.secret);
    const hasRoom = (): boolean => this.#ended === null && this.#clients.size < mostClients;
    proveAsCoordinator(link, { ...identity, secret }, this.#environment, hasRoom, (outcome) => {
      // What else comes of it closes the link.
      if (outcome.type !== "accepted") return;
      this.#connected += 1;
      const client: ServedClient = new ServedClient(link, {
        clock: this.#environment.clock,
        home,
        register,
        key: `manager ${this.#number} ${this.#connected}`,
        onGone: () => this.#clients.delete(client),
      });
      this.#clients.add(client);
      client.begin();
    });
  }

  shutdown(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    this.#forgetLeaving();
    this.#address.giveUpAddress();
    await Promise.all([...this.#clients].map((client) => client.close()));
    await this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}
