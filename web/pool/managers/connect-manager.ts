import type { CallOff } from "../../core/clock.ts";
import { secretOfAuthkey } from "../../core/handshake/authkey.ts";
import { roomIdentity, type RoomIdentity } from "../../core/handshake/identity.ts";
import { parseInvitation, type Invitation } from "../../core/handshake/room-keys.ts";
import type { DialFailure, Link } from "../../links/link.ts";
import { proveAsVolunteer, type ProofOutcome } from "../../links/prove-link.ts";
import { say } from "../../words/say.ts";
import { AuthenticationError, ConnectionRefusedError } from "../errors.ts";
import { checkConnectOptions } from "../known-options.ts";
import type { ObjectHome } from "../objects/home.ts";
import { readAuthkey } from "./authkey.ts";
import { readManagerPlace, type ManagerPlace } from "./manager-address.ts";
import type { ManagerEnvironment } from "./manager-environment.ts";
import { ManagerSession } from "./manager-session.ts";
import type { ConnectOptions, ManagerConnection } from "./manager-types.ts";
import { defineCalls, mayBeRegistered } from "./registered-names.ts";

/** Tries for a link. A manager at which many clients arrive at once closes some of them before they are proven. */
const tries = 3;

/** As `connect`. `home`: where the objects of this page or process live. */
export async function connectManager(
  environment: ManagerEnvironment,
  home: ObjectHome,
  options: ConnectOptions,
): Promise<ManagerConnection> {
  checkConnectOptions(options);
  const authkey = readAuthkey(options.authkey);
  const place = readManagerPlace(options);
  const origin = place.origin ?? environment.codesOrigin;
  if (origin === null) throw new TypeError("address: in a process a code needs a server: give the manager's link");
  const { secret, keyHash } = await invitationTo(environment, origin, place);
  const identity = roomIdentity({ secret: secretOfAuthkey(authkey, secret), keyHash }, place.code);
  const { session, names } = await begunSession(environment, home, origin, identity);
  return new Connection(environment, session, (await names).filter(mayBeRegistered));
}

/** @throws ConnectionRefusedError */
async function invitationTo(
  environment: ManagerEnvironment,
  origin: string,
  { code, invitation }: ManagerPlace,
): Promise<Invitation> {
  if (invitation !== null) return invitation;
  const found = await environment.findInvitation(origin, code);
  if (found.type === "missing") throw refused(origin, say(found.seen));
  const lent = parseInvitation(found.text);
  if (lent === null) throw refused(origin, "the server's answer is none");
  return lent;
}

function refused(origin: string, why: string): ConnectionRefusedError {
  return new ConnectionRefusedError(`no manager answers at ${origin}: ${why}`);
}

/** @throws AuthenticationError, ConnectionRefusedError */
async function begunSession(
  environment: ManagerEnvironment,
  home: ObjectHome,
  origin: string,
  identity: RoomIdentity,
): Promise<BegunSession> {
  for (let left = tries - 1; ; left -= 1) {
    const dialled = await environment.dial(origin, identity);
    if (dialled.type === "failed") {
      if (left > 0 && mayPass[dialled.failure]) continue;
      throw refused(origin, say(dialled.seen));
    }
    const proof = await proofOver(environment, home, dialled.link, identity);
    if (proof.type === "begun") return proof;
    if (proof.type === "ended" && left > 0) continue;
    if (proof.type === "rejected" && proof.reason === "wrong-key") {
      throw new AuthenticationError("the manager has another authkey, or it is none that answers");
    }
    throw refused(origin, say(proof.type === "ended" ? proof.end.reason : proof.seen));
  }
}

/** Whether the next try may come further. */
const mayPass: Readonly<Record<DialFailure, boolean>> = {
  "no-answer": true,
  "no-path": true,
  "nobody-there": false,
  "signaling-away": false,
  unsupported: false,
};

interface BegunSession {
  readonly type: "begun";
  readonly session: ManagerSession;
  readonly names: Promise<readonly string[]>;
}

/** The session begins as the proof ends: the manager's first message may come in the same task. */
function proofOver(
  environment: ManagerEnvironment,
  home: ObjectHome,
  link: Link,
  identity: RoomIdentity,
): Promise<Exclude<ProofOutcome, { readonly type: "accepted" }> | BegunSession> {
  return new Promise((resolve) => {
    proveAsVolunteer(link, identity, environment, (outcome) => {
      if (outcome.type !== "accepted") {
        resolve(outcome);
        return;
      }
      const session = new ManagerSession(link, environment.clock, home);
      resolve({ type: "begun", session, names: session.begin() });
    });
  });
}

class Connection implements ManagerConnection {
  readonly #session: ManagerSession;
  readonly #forgetLeaving: CallOff;

  constructor(environment: ManagerEnvironment, session: ManagerSession, names: readonly string[]) {
    this.#session = session;
    this.#forgetLeaving = environment.onLeaving(() => session.leave());
    defineCalls(this, names, (name, args) => session.callName(name, args));
  }

  close(): Promise<void> {
    this.#forgetLeaving();
    return this.#session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
